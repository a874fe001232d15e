package io.headwater.endpoint;

import java.time.Duration;

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
				assertThat(main.at("/delivery/state").asString()).isEqualTo("LIVE");
			});
			JsonNode main = actuator.get("").at("/chains/main");
			assertThat(main.at("/connection/state").asString()).isEqualTo("LIVE");
			assertThat(main.at("/delivery/state").asString()).isEqualTo("LIVE");
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
	void tellsOfOneChainAndOfNoneThatIsNotThere() throws Exception {
		this.application.run((actuator) -> {
			assertThat(actuator.get("/main").at("/queue/depth").isNumber()).isTrue();
			assertThat(actuator.send("GET", "/other").statusCode()).isEqualTo(404);
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
			actuator.await((main) -> assertThat(main.at("/connection/state").asString()).isEqualTo("LIVE"));
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
