package io.headwater.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.headwater.ConnectionState;
import io.headwater.RecordedEvents;
import io.headwater.StreamStateChangedEvent;
import io.headwater.test.ChaosNode;
import io.headwater.test.SimulatedChain;
import io.headwater.test.TestCertificate;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TLS by Boot's SSL bundles.
 */
class SslBundleTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String BUNDLE = "spring.ssl.bundle.jks.";

	@TempDir
	static Path folder;

	private static TestCertificate certificate;

	private static TestCertificate other;

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class, SslAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues(BUNDLE + "eth.truststore.location=" + certificate.trustStore(),
				BUNDLE + "eth.truststore.password=" + TestCertificate.PASSWORD,
				BUNDLE + "client.truststore.location=" + certificate.trustStore(),
				BUNDLE + "client.truststore.password=" + TestCertificate.PASSWORD,
				BUNDLE + "client.keystore.location=" + other.keyStore(),
				BUNDLE + "client.keystore.password=" + TestCertificate.PASSWORD,
				BUNDLE + "other.truststore.location=" + other.trustStore(),
				BUNDLE + "other.truststore.password=" + TestCertificate.PASSWORD,
				"headwater.chains.main.reconnect.initial-delay=1ms", "headwater.chains.main.reconnect.max-delay=20ms");

	@BeforeAll
	static void makeCertificates() {
		certificate = TestCertificate.valid(folder, "127.0.0.1");
		other = TestCertificate.selfSigned(folder, "other.example");
	}

	@Test
	void trustsWhatTheBundleTrusts() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, null));
		follow("eth").run((context) -> this.chaos.node().awaitSubscriptions(1, TIMEOUT));
	}

	@Test
	void showsTheCertificateOfTheBundle() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, other));
		this.chaos.node().requireClientCertificates(true);
		follow("client").run((context) -> this.chaos.node().awaitSubscriptions(1, TIMEOUT));
	}

	@Test
	@FailureMode(36)
	void takesTheReloadedBundleForTheNextAttempt() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, null));
		follow("other").run((context) -> {
			context.getBean(RecordedEvents.class).awaitState(ConnectionState.WAITING);
			SslBundle reloaded = context.getBean(SslBundles.class).getBundle("eth");
			context.getBean(SslBundleRegistry.class).updateBundle("other", reloaded);
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			assertThat(context.getBean(RecordedEvents.class).of(StreamStateChangedEvent.class))
				.extracting(StreamStateChangedEvent::reason)
				.anyMatch((reason) -> reason.endsWith("the TLS handshake failed: "
						+ "the node's certificate comes from no authority that is trusted"));
		});
	}

	/** Or who limits the versions of TLS would not get what they ask for. */
	@Test
	@FailureMode(36)
	void doesNotConnectByAVersionOfTlsThatTheBundleLeavesOut() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, null)).speakTls("TLSv1.3");
		follow("eth").withPropertyValues(BUNDLE + "eth.options.enabled-protocols=TLSv1.2").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitState(ConnectionState.WAITING);
			assertThat(events.of(StreamStateChangedEvent.class)).extracting(StreamStateChangedEvent::reason)
				.anyMatch((reason) -> reason.contains("the TLS handshake failed"));
			this.chaos.node().speakTls("TLSv1.2");
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
		});
	}

	@Test
	@FailureMode(36)
	void doesNotConnectByACipherThatTheBundleLeavesOut() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, null)).speakTls("TLSv1.3");
		follow("eth").withPropertyValues(BUNDLE + "eth.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
			.run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				events.awaitState(ConnectionState.WAITING);
				assertThat(events.of(StreamStateChangedEvent.class)).extracting(StreamStateChangedEvent::reason)
					.anyMatch((reason) -> reason.contains("the TLS handshake failed"));
				this.chaos.node().speakTls("TLSv1.2");
				this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			});
	}

	@Test
	void takesTheBundleOfConnectionDetails() {
		this.chaos.node().secureWith(TestCertificate.context(certificate, null));
		this.runner
			.withBean(NodeConnectionDetails.class,
					() -> () -> Map.of("main",
							List.of(new NodeConnectionDetails.Node(this.chaos.url().toString(), Map.of(),
									SslBundleTests::trusting))))
			.run((context) -> this.chaos.node().awaitSubscriptions(1, TIMEOUT));
	}

	private static SslBundle trusting() {
		JksSslStoreDetails trust = JksSslStoreDetails.forLocation(certificate.trustStore().toString())
			.withPassword(TestCertificate.PASSWORD);
		return SslBundle.of(new JksSslStoreBundle(null, trust));
	}

	private ApplicationContextRunner follow(String bundle) {
		URI url = this.chaos.url();
		return this.runner.withPropertyValues("headwater.chains.main.nodes[0].url=" + url,
				"headwater.chains.main.nodes[0].ssl-bundle=" + bundle);
	}

}
