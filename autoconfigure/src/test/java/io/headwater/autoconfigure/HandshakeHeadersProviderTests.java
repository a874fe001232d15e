package io.headwater.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.headwater.ConnectionState;
import io.headwater.RecordedEvents;
import io.headwater.StreamStateChangedEvent;
import io.headwater.test.ChaosNode;
import io.headwater.test.Fault;
import io.headwater.test.Faults;
import io.headwater.test.HandshakeFaults;
import io.headwater.test.Moment;
import io.headwater.test.ReceivedHandshake;
import io.headwater.test.SimulatedChain;
import io.headwater.test.Wire;
import io.headwater.transport.HandshakeHeadersProvider;
import io.headwater.transport.NodeIdentity;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers that are made anew for each handshake, such as the token that the engine API
 * wants.
 */
class HandshakeHeadersProviderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.chaos.node().url("/SECRETKEY"),
				"headwater.chains.main.nodes[0].headers.X-Fixed=fixed",
				"headwater.chains.main.reconnect.initial-delay=1ms");

	@Test
	void eachHandshakeHasATokenOfItsOwn() {
		EngineTokens tokens = new EngineTokens();
		this.chaos.always(Moment.HANDSHAKE, this::admitWithFreshToken);
		this.runner.withBean(HandshakeHeadersProvider.class, () -> tokens).run((context) -> {
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			this.chaos.node().dropConnections();
			this.chaos.awaitSockets(0, TIMEOUT);
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			assertThat(this.chaos.node().handshakes()).hasSize(2)
				.allSatisfy((handshake) -> assertThat(handshake.headers()).containsEntry("X-Fixed", "fixed"))
				.extracting((handshake) -> handshake.headers().get("Authorization"))
				.doesNotHaveDuplicates();
			assertThat(tokens.asked)
				.containsOnly(new NodeIdentity("main", 0, "ws://127.0.0.1:" + this.chaos.node().port()));
			assertThat(tokens.threads).allMatch((name) -> name.startsWith("headwater-main-writer"));
		});
	}

	/** As the engine API does, and it takes no token twice. */
	private void admitWithFreshToken(Wire wire) throws IOException, InterruptedException {
		List<ReceivedHandshake> handshakes = this.chaos.node().handshakes();
		List<String> tokens = new ArrayList<>();
		handshakes.forEach((handshake) -> tokens.add(handshake.headers().getOrDefault("Authorization", "")));
		String token = tokens.remove(tokens.size() - 1);
		boolean admitted = EngineTokens.isSigned(token) && !tokens.contains(token);
		Fault answer = admitted ? Faults.due() : HandshakeFaults.status(401);
		answer.play(wire);
	}

	@Test
	void laterProvidersAndAllOfThemBeforeConfiguredHeadersWin() {
		this.runner
			.withBean("first", HandshakeHeadersProvider.class,
					() -> (node) -> Map.of("x-fixed", "first", "X-First", "1", "X-Both", "first"))
			.withBean("second", HandshakeHeadersProvider.class, () -> (node) -> Map.of("X-Both", "second"))
			.run((context) -> {
				this.chaos.node().awaitSubscriptions(1, TIMEOUT);
				assertThat(this.chaos.node().handshakes().get(0).headers()).containsEntry("X-Fixed", "first")
					.containsEntry("X-First", "1")
					.containsEntry("X-Both", "second");
			});
	}

	@Test
	void attemptsGoOnUntilTheProviderWorks() {
		AtomicBoolean works = new AtomicBoolean();
		this.runner.withBean(HandshakeHeadersProvider.class, () -> (node) -> {
			if (!works.get()) {
				throw new IOException("https://vault.example/SECRETKEY has gone");
			}
			return Map.of("X-Token", "token");
		}).run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitState(ConnectionState.WAITING);
			works.set(true);
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			assertThat(events.of(StreamStateChangedEvent.class)).extracting(StreamStateChangedEvent::reason)
				.anySatisfy((reason) -> assertThat(reason)
					.contains("no headers for the handshake could be provided (IOException)"))
				.noneSatisfy((reason) -> assertThat(reason).contains("SECRETKEY"));
			assertThat(this.chaos.node().handshakes()).hasSize(1);
		});
	}

	/**
	 * Makes tokens as the engine API wants them (execution-apis, authentication.md).
	 */
	private static final class EngineTokens implements HandshakeHeadersProvider {

		private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

		private final List<NodeIdentity> asked = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final AtomicInteger issuedAt = new AtomicInteger(1_700_000_000);

		@Override
		public Map<String, String> headers(NodeIdentity node) {
			this.asked.add(node);
			this.threads.add(Thread.currentThread().getName());
			String claims = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
					+ encode("{\"iat\":" + this.issuedAt.getAndIncrement() + "}");
			return Map.of("Authorization", "Bearer " + claims + "." + sign(claims));
		}

		private static String encode(String json) {
			return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
		}

		private static String sign(String claims) {
			try {
				Mac mac = Mac.getInstance("HmacSHA256");
				mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
				return BASE64.encodeToString(mac.doFinal(claims.getBytes(StandardCharsets.UTF_8)));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		static boolean isSigned(String authorization) {
			String[] parts = authorization.replace("Bearer ", "").split("\\.");
			return parts.length == 3 && parts[2].equals(sign(parts[0] + "." + parts[1]));
		}

	}

}
