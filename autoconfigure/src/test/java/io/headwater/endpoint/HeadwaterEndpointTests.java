package io.headwater.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees and does over HTTP, with a simulated node.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HeadwaterEndpointTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String SECRET = "SECRETKEY";

	private static final String UNRESTRICTED = "management.endpoint.headwater.access=unrestricted";

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void tellsHowAllStreamsStand() throws Exception {
		run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			JsonNode main = actuator.get("").at("/chains/main");
			assertThat(main.at("/connection/state").asString()).isEqualTo("LIVE");
			assertThat(main.at("/delivery/state").asString()).isEqualTo("LIVE");
			assertThat(main.at("/nodes/0/address").asString()).isEqualTo("ws://127.0.0.1:" + this.node.port());
			assertThat(main.at("/nodes/0/followed").asBoolean()).isTrue();
			assertThat(main.at("/latest/hash").asString()).isEqualTo(this.node.chain().head().hash());
			assertThat(main.at("/queue/capacity").asInt()).isEqualTo(256);
			assertThat(main.at("/counts/heads").asLong()).isEqualTo(4);
			assertThat(main.at("/listeners/0/name").asString()).contains("wallet");
			assertThat(main.at("/transitions/0/reason").asString()).isNotBlank();
			assertThat(main.toString()).doesNotContain(SECRET);
		});
	}

	@Test
	void tellsOfOneChainAndOfNoneThatIsNotThere() throws Exception {
		run((actuator) -> {
			assertThat(actuator.get("/main").at("/queue/depth").isNumber()).isTrue();
			assertThat(actuator.send("GET", "/other").statusCode()).isEqualTo(404);
		});
	}

	@Test
	void tellsWhereDeliveryStandsAndWhatIsSafeAndFinal() throws Exception {
		this.node.chain().finality(1, 2);
		run((actuator) -> {
			actuator.await((main) -> {
				assertThat(main.at("/checkpoint/block/number").asLong()).isEqualTo(3);
				assertThat(main.at("/checkpoint/unsavedSteps").asLong()).isZero();
			});
			this.node.mine();
			actuator.await((main) -> {
				assertThat(main.at("/safe/number").asLong()).isEqualTo(3);
				assertThat(main.at("/finalized/number").asLong()).isEqualTo(2);
			});
		}, "headwater.chains.main.finality.enabled=true", "headwater.chains.main.finality.interval=1ms");
	}

	@Test
	void tellsOfTheNodeThatIsAwayAndOfWhatWentWrong() throws Exception {
		run((actuator) -> {
			this.node.stop();
			actuator.await((main) -> {
				assertThat(main.at("/connection/state").asString()).isIn("WAITING", "CONNECTING");
				assertThat(main.at("/faults/0/kind").asString()).isEqualTo("UNREACHABLE");
				assertThat(main.at("/faults/0/time").asString()).isNotBlank();
				assertThat(main.at("/nodes/0/lastEnd").asString()).isEqualTo("UNREACHABLE");
				assertThat(main.at("/counts/connection-losses").asLong()).isEqualTo(1);
			});
		});
	}

	@Test
	void isReadOnlyUnlessToldOtherwise() throws Exception {
		run((actuator) -> {
			assertThat(actuator.send("POST", "/main/pause").statusCode()).isEqualTo(404);
			assertThat(actuator.get("/main").at("/delivery/state").asString()).isNotEqualTo("PAUSED");
		});
	}

	@Test
	void pausesAndResumesAndLogsBoth(CapturedOutput output) throws Exception {
		run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			assertThat(actuator.post("/main/pause").at("/delivery/state").asString()).isEqualTo("PAUSED");
			this.node.mine(5);
			actuator.await((main) -> assertThat(main.at("/queue/depth").asInt()).isEqualTo(5));
			actuator.post("/main/resume");
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(8));
			assertThat(output).containsOnlyOnce("[main] DeliveryState LIVE -> PAUSED: ")
				.containsOnlyOnce("[main] DeliveryState PAUSED -> ");
		}, UNRESTRICTED);
	}

	@Test
	void reconnects() throws Exception {
		run((actuator) -> {
			this.node.awaitSubscriptions(1, PATIENCE);
			int connections = this.node.handshakes().size();
			actuator.post("/main/reconnect");
			Awaitility.await().atMost(PATIENCE).until(() -> this.node.handshakes().size() > connections);
		}, UNRESTRICTED);
	}

	@Test
	void failsOverToTheOtherNodeIfThereIsOne() throws Exception {
		run((actuator) -> assertRefused(actuator.send("POST", "/main/failover"), "no other node"), UNRESTRICTED);
		try (SimulatedNode other = SimulatedNode.create(this.node.chain()).start()) {
			run((actuator) -> {
				actuator.await((main) -> assertThat(main.at("/nodes/0/followed").asBoolean()).isTrue());
				actuator.post("/main/failover");
				actuator.await((main) -> assertThat(main.at("/nodes/1/followed").asBoolean()).isTrue());
			}, UNRESTRICTED, "headwater.chains.main.nodes[1].url=" + other.url());
		}
	}

	@Test
	void acknowledgesAReset() throws Exception {
		run((actuator) -> {
			assertRefused(actuator.send("POST", "/main/acknowledge"), "not halted by a reset");
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			this.node.mine(20);
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(23));
			this.node.chain().reorg(15);
			this.node.mine();
			actuator.await((main) -> assertThat(main.at("/delivery/state").asString()).isEqualTo("HALTED"));
			actuator.post("/main/acknowledge");
			this.node.mine();
			actuator.await((main) -> {
				assertThat(main.at("/delivery/state").asString()).isEqualTo("LIVE");
				assertThat(main.at("/latest/hash").asString()).isEqualTo(this.node.chain().head().hash());
				assertThat(main.at("/counts/resets").asLong()).isEqualTo(1);
			});
		}, UNRESTRICTED, "headwater.chains.main.window=8");
	}

	@Test
	void forgetsTheCheckpointAndBeginsAnew() throws Exception {
		run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			actuator.post("/main/forget");
			actuator.await((main) -> assertThat(main.at("/counts/heads").asLong()).isEqualTo(8));
		}, UNRESTRICTED);
	}

	@Test
	void replaysFromABlock() throws Exception {
		run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			assertRefused(actuator.send("POST", "/main/replay"), "from which block on");
			assertRefused(actuator.send("POST", "/main/pause/2"), "not pause");
			actuator.post("/main/replay/2");
			actuator.await((main) -> {
				assertThat(main.at("/counts/heads").asLong()).isEqualTo(6);
				assertThat(main.at("/counts/resets").asLong()).isEqualTo(1);
				assertThat(main.at("/delivery/state").asString()).isEqualTo("LIVE");
			});
		}, UNRESTRICTED);
	}

	@Test
	void refusesWhatItCannotDo() throws Exception {
		run((actuator) -> {
			assertRefused(actuator.send("POST", "/main/explode"),
					"there are pause, resume, reconnect, failover, acknowledge, replay, forget");
			assertThat(actuator.send("POST", "/other/pause").statusCode()).isEqualTo(404);
		}, UNRESTRICTED);
	}

	@Test
	void showsASlowListenerWhereverOneLooks() throws Exception {
		run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			Wallet wallet = actuator.context.getBean(Wallet.class);
			synchronized (wallet) {
				this.node.mine(4);
				actuator.await((main) -> {
					assertThat(main.at("/listeners/0/running").asString()).isNotBlank();
					assertThat(main.at("/queue/depth").asInt()).isEqualTo(3);
					assertThat(Duration.parse(main.at("/queue/listenerLag").asString())).isPositive();
				});
				assertThat(actuator.raw("GET", "/actuator/health/headwater/main").body())
					.contains("\"status\":\"DOWN\"", "\"condition\":\"listener-behind\"");
				assertThat(actuator.measured("headwater.queue.depth", "VALUE")).isEqualTo(3);
				assertThat(actuator.measured("headwater.listener.lag", "VALUE")).isPositive();
				assertThat(actuator.measured("headwater.listener.latency", "COUNT")).isEqualTo(4);
			}
			actuator.await((main) -> assertThat(main.at("/queue/depth").asInt()).isZero());
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> actuator.measured("headwater.listener.latency", "COUNT") == 8);
			assertThat(actuator.measured("headwater.listener.latency", "MAX")).isPositive();
		}, "headwater.health.down-after=1ms", "management.endpoint.health.show-details=always");
	}

	@Test
	void saysInTheInfoWhichChainsAreFollowed() throws Exception {
		run((actuator) -> {
			String info = actuator.raw("GET", "/actuator/info").body();
			assertThat(info).contains("\"headwater\":{\"chains\":{\"main\":{", "ws://127.0.0.1:" + this.node.port())
				.doesNotContain(SECRET);
		});
	}

	private static void assertRefused(HttpResponse<String> response, String reason) {
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains(reason);
	}

	private void run(ActuatorUse use, String... properties) throws Exception {
		if (this.node.chain().head().number() == 0) {
			this.node.mine(3);
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "management.endpoints.web.exposure.include=headwater,info,health,metrics",
					"headwater.chains.main.start=0", "headwater.defaults.finality.enabled=false",
					"spring.main.banner-mode=off",
					"headwater.chains.main.nodes[0].url=" + this.node.url("/v3/" + SECRET),
					"headwater.defaults.reconnect.initial-delay=20ms", "headwater.defaults.reconnect.max-delay=100ms")
			.properties(properties)
			.run()) {
			use.with(new Actuator(context, this.http));
		}
	}

	private interface ActuatorUse {

		void with(Actuator actuator) throws Exception;

	}

	private record Actuator(ConfigurableApplicationContext context, HttpClient http) {

		private static final JsonMapper json = new JsonMapper();

		JsonNode get(String path) throws IOException, InterruptedException {
			return read(send("GET", path));
		}

		JsonNode post(String path) throws IOException, InterruptedException {
			return read(send("POST", path));
		}

		private static JsonNode read(HttpResponse<String> response) {
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
			return json.readTree(response.body());
		}

		void await(Consumer<JsonNode> assertion) {
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertion.accept(get("/main")));
		}

		double measured(String meter, String statistic) throws IOException, InterruptedException {
			for (JsonNode measurement : read(raw("GET", "/actuator/metrics/" + meter)).get("measurements")) {
				if (measurement.get("statistic").asString().equals(statistic)) {
					return measurement.get("value").asDouble();
				}
			}
			throw new AssertionError(meter + " has no " + statistic);
		}

		HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
			return raw(method, "/actuator/headwater" + path);
		}

		HttpResponse<String> raw(String method, String path) throws IOException, InterruptedException {
			int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
			return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.method(method, HttpRequest.BodyPublishers.noBody())
				.build(), BodyHandlers.ofString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Wallet wallet() {
			return new Wallet();
		}

	}

	/** A test that holds it makes it slow. */
	static class Wallet {

		private long newest;

		@EventListener
		synchronized void on(NewHeadEvent event) {
			this.newest = event.head().number();
		}

		@EventListener
		void on(ListenerFailedEvent event) {
			throw new AssertionError("no listener fails here, at " + this.newest);
		}

	}

}
