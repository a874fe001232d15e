package io.headwater.endpoint;

import java.net.http.HttpResponse;

import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does over HTTP, and what is refused.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class EndpointActionTests {

	@AutoClose
	private final OperatedApplication application = new OperatedApplication();

	private final SimulatedNode node = this.application.node;

	@Test
	void isReadOnlyUnlessToldOtherwise() throws Exception {
		this.application.run((actuator) -> {
			assertThat(actuator.send("POST", "/main/pause").statusCode()).isEqualTo(404);
			assertThat(actuator.get("/main").at("/delivery/state").asString()).isNotEqualTo("PAUSED");
		});
	}

	@Test
	void pausesAndResumesAndLogsBoth(CapturedOutput output) throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> {
				assertThat(main.at("/latest/number").asLong()).isEqualTo(3);
				assertThat(main.at("/delivery/state").asString()).isEqualTo("LIVE");
			});
			assertThat(actuator.post("/main/pause").at("/delivery/state").asString()).isEqualTo("PAUSED");
			this.node.mine(5);
			actuator.await((main) -> assertThat(main.at("/queue/depth").asInt()).isEqualTo(5));
			actuator.post("/main/resume");
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(8));
			Awaitility.await()
				.atMost(OperatedApplication.PATIENCE)
				.untilAsserted(() -> assertThat(output).containsOnlyOnce("[main] DeliveryState LIVE -> PAUSED: ")
					.containsOnlyOnce("[main] DeliveryState PAUSED -> "));
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void reconnects() throws Exception {
		this.application.run((actuator) -> {
			this.node.awaitSubscriptions(1, OperatedApplication.PATIENCE);
			int connections = this.node.handshakes().size();
			actuator.post("/main/reconnect");
			Awaitility.await()
				.atMost(OperatedApplication.PATIENCE)
				.until(() -> this.node.handshakes().size() > connections);
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void failsOverToTheOtherNodeIfThereIsOne() throws Exception {
		this.application.run((actuator) -> assertRefused(actuator.send("POST", "/main/failover"), "no other node"),
				OperatedApplication.UNRESTRICTED);
		try (SimulatedNode other = SimulatedNode.create(this.node.chain()).start()) {
			this.application.run((actuator) -> {
				actuator.await((main) -> assertThat(main.at("/nodes/0/followed").asBoolean()).isTrue());
				actuator.post("/main/failover");
				actuator.await((main) -> assertThat(main.at("/nodes/1/followed").asBoolean()).isTrue());
			}, OperatedApplication.UNRESTRICTED, "headwater.chains.main.nodes[1].url=" + other.url());
		}
	}

	@Test
	void acknowledgesAReset() throws Exception {
		this.application.run((actuator) -> {
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
		}, OperatedApplication.UNRESTRICTED, "headwater.chains.main.window=8");
	}

	@Test
	void forgetsTheCheckpointAndBeginsAnew() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			actuator.post("/main/forget");
			actuator.await((main) -> assertThat(main.at("/counts/heads").asLong()).isEqualTo(8));
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void replaysFromABlock() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			assertRefused(actuator.send("POST", "/main/replay"), "from which block on");
			assertRefused(actuator.send("POST", "/main/pause/2"), "not pause");
			actuator.post("/main/replay/2");
			actuator.await((main) -> {
				assertThat(main.at("/counts/heads").asLong()).isEqualTo(6);
				assertThat(main.at("/counts/resets").asLong()).isEqualTo(1);
				assertThat(main.at("/delivery/state").asString()).isEqualTo("LIVE");
			});
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void refusesWhatItCannotDo() throws Exception {
		this.application.run((actuator) -> {
			assertRefused(actuator.send("POST", "/main/explode"),
					"there are pause, resume, reconnect, failover, acknowledge, replay, forget");
			assertThat(actuator.send("POST", "/other/pause").statusCode()).isEqualTo(404);
		}, OperatedApplication.UNRESTRICTED);
	}

	private static void assertRefused(HttpResponse<String> response, String reason) {
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains(reason);
	}

}
