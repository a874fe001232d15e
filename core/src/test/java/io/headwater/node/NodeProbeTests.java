package io.headwater.node;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.node.NodeProbe.Purpose;
import io.headwater.support.ChainLog;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeTransport;
import io.headwater.transport.TransportSettings;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a probe ends.
 */
class NodeProbeTests implements LinkObserver {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final VirtualNode node = new VirtualNode(this.scheduler);

	private final List<String> told = new ArrayList<>();

	private final NodeProbe probe = probe();

	private NodeProbe probe() {
		LinkContext context = new LinkContext("main", null,
				new LinkSettings(LinkFixture.SHORTEST, LinkFixture.LONGEST, LinkFixture.REFUSED, 5, null, null),
				new JsonRpcSettings(Duration.ofSeconds(10), 32, 16), null, this.scheduler, this.scheduler,
				this.scheduler::nanoTime, new SplittableRandom(1), this,
				new ChainLog("main", this.scheduler::nanoTime));
		NodeTransport transport = new NodeTransport(new NodeEndpoint(URI.create("ws://node.example"), Map.of()),
				(endpoint, settings) -> this.node,
				new TransportSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), 4096, 64), Runnable::run,
				this.scheduler, this.scheduler::nanoTime);
		return new NodeProbe(new NodeRecord(transport, context), Purpose.COMPARISON, context,
				new ChainIdentity("main", null), (probe, ending, findings) -> this.told.add("probed"));
	}

	@Override
	public void called(String chain, String method, CallOutcome outcome) {
		this.probe.cancel();
		this.told.add(method + " " + outcome + (this.node.isConnected() ? " open" : " closed"));
	}

	@Test
	void connectionIsClosedWhenItIsGivenUpThoughItIsAboutToEnd() {
		this.node.silent(true);
		this.probe.open();
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.node.isConnected()).isTrue();
		this.probe.lost(new ConnectionLoss(Kind.CLOSED, "expected by a test"));
		assertThat(this.told).containsExactly("eth_chainId DISCONNECTED closed", "probed");
	}

}
