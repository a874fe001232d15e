package io.headwater.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.jsonrpc.FakeConnection;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.jsonrpc.PayloadForm;
import io.headwater.testing.FailureMode;
import io.headwater.testing.VirtualScheduler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How requests for headers are spread, and what a node may make of it.
 */
class RequestBudgetTests {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final FakeConnection connection = new FakeConnection();

	private final JsonRpcClient client = new JsonRpcClient(new JsonRpcSettings(Duration.ofHours(1), 1000, 1),
			this.scheduler, JsonRpcObserver.NONE, () -> 1);

	private final List<HeaderAnswer> answers = new ArrayList<>();

	private long ids;

	@BeforeEach
	void connect() {
		this.client.attach(this.connection);
	}

	@Test
	@FailureMode(11)
	void leavesTheNodeAloneForAsLongAsItSays() {
		NodeHeaderSource source = source(0);
		fetch(source);
		refuse("{\"code\":-32005,\"message\":\"limit\",\"data\":{\"rate\":{\"backoff_seconds\":30}}}");
		assertThat(this.answers).extracting(HeaderAnswer::outcome).containsExactly(HeaderAnswer.Outcome.FAILED);
		fetch(source);
		this.scheduler.advance(Duration.ofMillis(29_900));
		assertThat(this.connection.sent()).hasSize(1);
		this.scheduler.advance(Duration.ofMillis(200));
		assertThat(this.connection.sent()).hasSize(2);
	}

	@Test
	void halvesTheRateWhereTheNodeNamesNoTime() {
		NodeHeaderSource source = source(10);
		fetch(source);
		refuse("{\"code\":429,\"message\":\"too many\"}");
		for (int i = 0; i < 11; i++) {
			fetch(source);
		}
		this.scheduler.advance(Duration.ofMillis(2250));
		assertThat(this.connection.sent()).hasSize(12);
	}

	@Test
	void doesNotMakeAnotherNodePayForIt() {
		NodeHeaderSource source = source(10);
		fetch(source);
		refuse("{\"code\":-32005,\"message\":\"limit\",\"data\":{\"backoff_seconds\":300}}");
		source.otherNode();
		for (int i = 0; i < 10; i++) {
			fetch(source);
		}
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.connection.sent()).hasSize(11);
	}

	private NodeHeaderSource source(int maxPerSecond) {
		EthereumNode node = new EthereumNode(this.client, (head, nanos) -> {
		});
		return new NodeHeaderSource(node, maxPerSecond, this.scheduler, this.scheduler::nanoTime,
				(request, answer) -> this.answers.add(answer));
	}

	private void fetch(NodeHeaderSource source) {
		source.fetch(new HeaderRequest(++this.ids, HeaderRequest.Kind.LATEST, -1, null));
	}

	private void refuse(String error) {
		this.client.received(PayloadForm.ALONE.of("{\"id\":1,\"error\":" + error + "}"), 1);
	}

}
