package io.headwater.endpoint;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.List;

import javax.management.ObjectName;

import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does over HTTP, and what is refused.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class EndpointActionTests {

	/** What a page can send without being allowed to: no body, or one of three types. */
	private static final List<Forgery> FORGERIES = List.of(new Forgery("/main/pause", null, ""),
			new Forgery("/main", null, ""), new Forgery("/main?action=pause", null, ""),
			new Forgery("/main/replay/2", null, ""), new Forgery("/main", "text/plain", "{\"action\":\"pause\"}"),
			new Forgery("/main?action=pause", "text/plain", "{}"),
			new Forgery("/main", "application/x-www-form-urlencoded", "action=pause"),
			new Forgery("/main?action=forget", "application/x-www-form-urlencoded", "a=b"),
			new Forgery("/main", "multipart/form-data; boundary=b", "--b"));

	@AutoClose
	private final OperatedApplication application = new OperatedApplication();

	private final SimulatedNode node = this.application.node;

	@Test
	void isReadOnlyUnlessToldOtherwise() throws Exception {
		this.application.run((actuator) -> {
			assertThat(actuator.tryTo("main", "pause").statusCode()).isEqualTo(405);
			assertThat(actuator.get("/main").at("/delivery/state").asString()).isNotEqualTo("paused");
		});
	}

	@Test
	void pausesAndResumesAndLogsBoth(CapturedOutput output) throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> {
				assertThat(main.at("/latest/number").asLong()).isEqualTo(3);
				assertThat(main.at("/delivery/state").asString()).isEqualTo("live");
			});
			assertThat(actuator.act("pause").at("/delivery/state").asString()).isEqualTo("paused");
			this.node.mine(5);
			actuator.await((main) -> assertThat(main.at("/queue/depth").asInt()).isEqualTo(5));
			actuator.act("resume");
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
			actuator.act("reconnect");
			Awaitility.await()
				.atMost(OperatedApplication.PATIENCE)
				.until(() -> this.node.handshakes().size() > connections);
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void failsOverToTheOtherNodeIfThereIsOne() throws Exception {
		this.application.run((actuator) -> assertRefused(actuator.tryTo("main", "failover"), "no other node"),
				OperatedApplication.UNRESTRICTED);
		try (SimulatedNode other = SimulatedNode.create(this.node.chain()).start()) {
			this.application.run((actuator) -> {
				actuator.await((main) -> assertThat(main.at("/nodes/0/followed").asBoolean()).isTrue());
				actuator.act("failover");
				actuator.await((main) -> assertThat(main.at("/nodes/1/followed").asBoolean()).isTrue());
			}, OperatedApplication.UNRESTRICTED, "headwater.chains.main.nodes[1].url=" + other.url());
		}
	}

	@Test
	void acknowledgesAReset() throws Exception {
		this.application.run((actuator) -> {
			assertRefused(actuator.tryTo("main", "acknowledge"), "not halted by a reset");
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			this.node.mine(20);
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(23));
			this.node.chain().reorg(15);
			this.node.mine();
			actuator.await((main) -> assertThat(main.at("/delivery/state").asString()).isEqualTo("halted"));
			actuator.act("acknowledge");
			this.node.mine();
			actuator.await((main) -> {
				assertThat(main.at("/delivery/state").asString()).isEqualTo("live");
				assertThat(main.at("/latest/hash").asString()).isEqualTo(this.node.chain().head().hash());
				assertThat(main.at("/counts/resets").asLong()).isEqualTo(1);
			});
		}, OperatedApplication.UNRESTRICTED, "headwater.chains.main.window=8");
	}

	@Test
	void forgetsTheCheckpointAndBeginsAnew() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			actuator.act("forget");
			actuator.await((main) -> assertThat(main.at("/counts/heads").asLong()).isEqualTo(8));
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void replaysFromABlock() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> assertThat(main.at("/latest/number").asLong()).isEqualTo(3));
			assertRefused(actuator.tryTo("main", "replay"), "from which block on");
			assertRefused(actuator.post("/main", OperatedApplication.JSON, "{\"action\":\"pause\",\"block\":2}"),
					"not pause");
			actuator.replay(2);
			actuator.await((main) -> {
				assertThat(main.at("/counts/heads").asLong()).isEqualTo(6);
				assertThat(main.at("/counts/resets").asLong()).isEqualTo(1);
				assertThat(main.at("/delivery/state").asString()).isEqualTo("live");
			});
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void refusesWhatItCannotDo() throws Exception {
		this.application.run((actuator) -> {
			assertRefused(actuator.tryTo("main", "explode"),
					"there are pause, resume, reconnect, failover, acknowledge, replay, forget");
			assertThat(actuator.tryTo("other", "pause").statusCode()).isEqualTo(404);
			assertThat(actuator.tryTo("other", "pause").body()).contains("there are main");
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void doesNothingForAPageOfAnotherOrigin() throws Exception {
		this.application.run((actuator) -> {
			actuator.await((main) -> {
				assertThat(main.at("/latest/number").asLong()).isEqualTo(3);
				assertThat(main.at("/delivery/state").asString()).isEqualTo("live");
			});
			for (Forgery forgery : FORGERIES) {
				int status = actuator
					.post(forgery.path(), forgery.contentType(), forgery.body(), "Origin", "https://evil.example")
					.statusCode();
				assertThat(status).as(forgery.toString()).isIn(404, 415);
			}
			JsonNode main = actuator.get("/main");
			assertThat(main.at("/delivery/state").asString()).isEqualTo("live");
			assertThat(main.at("/counts/heads").asLong()).isEqualTo(4);
			assertThat(main.at("/transitions/0/to").asString()).isEqualTo("live");
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void letsNoPageOfAnotherOriginSendJson() throws Exception {
		this.application.run((actuator) -> {
			HttpResponse<String> preflight = actuator.send("OPTIONS", "/main", "Origin", "https://evil.example",
					"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type");
			assertThat(preflight.headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control-allow"));
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void refusesABodyThatNamesNoAction() throws Exception {
		this.application.run((actuator) -> {
			for (String body : List.of("{}", "{\"action\":null}", "{\"action\":\"PAUSE\"}", "{\"action\":7}",
					"{\"action\":\"replay\",\"block\":\"two\"}", "[]", "")) {
				assertThat(actuator.post("/main", OperatedApplication.JSON, body).statusCode()).as(body).isEqualTo(400);
			}
			assertThat(actuator.get("/main").at("/delivery/state").asString()).isNotEqualTo("paused");
		}, OperatedApplication.UNRESTRICTED);
	}

	@Test
	void actsOverJmxToo() throws Exception {
		this.application.run((actuator) -> {
			ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Headwater");
			ManagementFactory.getPlatformMBeanServer()
				.invoke(name, "act", new Object[] { "main", "pause", null },
						new String[] { String.class.getName(), String.class.getName(), Long.class.getName() });
			assertThat(actuator.get("/main").at("/delivery/state").asString()).isEqualTo("paused");
		}, OperatedApplication.UNRESTRICTED, "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=headwater");
	}

	private static void assertRefused(HttpResponse<String> response, String reason) {
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains(reason);
	}

	private record Forgery(String path, @Nullable String contentType, String body) {
	}

}
