package io.headwater.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator reads over HTTP.
 */
@Timeout(120)
class EndpointReadingTests {

	@AutoClose
	private final OperatedApplication application = new OperatedApplication();

	private final SimulatedNode node = this.application.node;

	@Test
	void tellsHowAllStreamsStand() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> {
				assertThat(main.at("/latest/number").asLong()).isEqualTo(3);
				assertThat(main.at("/delivery/state").asString()).isEqualTo("live");
			});
			JsonNode main = actuator.get("").at("/chains/main");
			assertThat(main.at("/connection/state").asString()).isEqualTo("live");
			assertThat(main.at("/delivery/state").asString()).isEqualTo("live");
			assertThat(main.at("/nodes/0/address").asString()).isEqualTo("ws://127.0.0.1:" + this.node.port());
			assertThat(main.at("/nodes/0/followed").asBoolean()).isTrue();
			assertThat(main.at("/requestsPerSecond").asDouble()).isGreaterThanOrEqualTo(50);
			assertThat(actuator.measured("headwater.catch-up.rate", "VALUE")).isGreaterThanOrEqualTo(50);
			assertThat(main.at("/latest/hash").asString()).isEqualTo(this.node.chain().head().hash());
			assertThat(main.at("/queue/capacity").asInt()).isEqualTo(256);
			assertThat(main.at("/counts/heads").asLong()).isEqualTo(4);
			assertThat(main.at("/listeners/0/name").asString()).contains("wallet");
			assertThat(main.at("/transitions/0/reason").asString()).isNotBlank();
			assertThat(main.toString()).doesNotContain(OperatedStream.SECRET);
		});
	}

	@Test
	void saysWhoseStateHasChanged() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/delivery/state").asString()).isEqualTo("live"));
			Set<String> changes = new HashSet<>();
			actuator.get("/main")
				.at("/transitions")
				.forEach((change) -> changes.add(change.get("kind").asString() + " " + change.get("from").asString()
						+ " " + change.get("to").asString()));
			assertThat(changes).contains("connection stopped connecting", "connection connecting subscribing",
					"connection subscribing live", "delivery stopped catching-up", "delivery catching-up live");
		});
	}

	@Test
	void writesDurationsAsLongAsSomebodyCanRead() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			JsonNode main = actuator.get("/main");
			assertThat(List.of("/connection/duration", "/delivery/duration", "/sinceLastFrame", "/queue/age",
					"/queue/listenerLag"))
				.allSatisfy((place) -> assertThat(main.at(place).asString()).as(place)
					.matches("PT[0-9HM]*([0-9]+(\\.[0-9]{1,3})?S)?"));
			assertThat(main.at("/listeners/0/longest").asString()).matches("PT[0-9HM]*[0-9]+(\\.[0-9]{1,6})?S");
		});
	}

	@Test
	void tellsWhenAHeadWasDeliveredAndWhereTheCheckpointIsKept() throws Exception {
		this.application.run((actuator) -> actuator.await((main) -> {
			assertThat(Instant.parse(main.at("/latest/deliveredAt").asString())).isAfter(Instant.EPOCH);
			assertThat(main.at("/checkpoint/store").asString()).isEqualTo("memory");
		}));
	}

	@Test
	void tellsOfOneChainAndOfNoneThatIsNotThere() throws Exception {
		this.application.run((actuator) -> {
			assertThat(actuator.get("/main").at("/queue/depth").isNumber()).isTrue();
			assertThat(actuator.send("GET", "/other").statusCode()).isEqualTo(404);
			assertThat(actuator.send("GET", "/other").body())
				.isEqualTo("{\"message\":\"No chain has this name: there are main\"}");
		});
	}

	@Test
	void tellsWhereDeliveryStandsAndWhatIsSafeAndFinal() throws Exception {
		this.node.chain().finality(1, 2);
		this.application.run((actuator) -> {
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
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/connection/state").asString()).isEqualTo("live"));
			this.node.stop();
			actuator.await((main) -> {
				assertThat(main.at("/connection/state").asString()).isIn("waiting", "connecting");
				assertThat(main.at("/faults/0/kind").asString()).isEqualTo("unreachable");
				assertThat(main.at("/faults/0/time").asString()).isNotBlank();
				assertThat(main.at("/nodes/0/lastEnd").asString()).isEqualTo("unreachable");
				assertThat(main.at("/counts/connection-losses").asLong()).isEqualTo(1);
			});
		});
	}

	@Test
	void showsASlowListenerWhereverOneLooks() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			OperatedApplication.Wallet wallet = actuator.context().getBean(OperatedApplication.Wallet.class);
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
				.atMost(OperatedApplication.PATIENCE)
				.until(() -> actuator.measured("headwater.listener.latency", "COUNT") == 8);
			assertThat(actuator.measured("headwater.listener.latency", "MAX")).isPositive();
		}, "headwater.health.down-after=1ms", "management.endpoint.health.show-details=always");
	}

	@Test
	void saysInTheInfoWhichChainsAreFollowed() throws Exception {
		this.application.run((actuator) -> {
			String info = actuator.raw("GET", "/actuator/info").body();
			assertThat(info).contains("\"headwater\":{\"chains\":{\"main\":{", "ws://127.0.0.1:" + this.node.port())
				.doesNotContain(OperatedStream.SECRET);
		});
	}

}
