package io.headwater.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.FakeConnection;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.jsonrpc.PayloadForm;
import io.headwater.support.ChainLog;
import io.headwater.testing.VirtualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a check that cannot go on.
 */
class NodeCheckTests {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final JsonRpcClient client = new JsonRpcClient(new FakeConnection(),
			new JsonRpcSettings(Duration.ofSeconds(10), 8, 4), this.scheduler, JsonRpcObserver.NONE, 1);

	private final List<Ending> failures = new ArrayList<>();

	@Test
	void errorOfOursSpeaksAgainstTheNode() {
		EthereumNode node = new EthereumNode(this.client, (head, nanos) -> {
		});
		NodeCheck check = new NodeCheck(node, new ChainIdentity("main", null), this.failures::add,
				new ChainLog("main", this.scheduler::nanoTime));
		check.subscribe(() -> {
			throw new InternalError("expected by a test");
		});
		this.client.received(PayloadForm.ALONE.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}"), 1);
		assertThat(this.failures).extracting(Ending::cause).containsExactly(ConnectionEnd.DEFECT);
	}

}
