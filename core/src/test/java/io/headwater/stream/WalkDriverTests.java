package io.headwater.stream;

import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.headwater.BlockRef;
import io.headwater.HeadOrigin;
import io.headwater.TestHeads;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.Publisher;
import io.headwater.dispatch.PublisherListener;
import io.headwater.dispatch.PublisherState;
import io.headwater.dispatch.StepBoundary;
import io.headwater.node.LinkContext;
import io.headwater.node.LinkListener;
import io.headwater.node.NodeLink;
import io.headwater.support.ChainLog;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.NodeTransport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WalkDriverTests implements PublisherListener, StreamObserver {

	private static final int STORM = 21;

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final ChainLog log = new ChainLog("main", this.scheduler::nanoTime);

	private final HeadStreamBuilder builder = HeadStream.builder("main").node("ws://node:8546");

	private final StreamSettings settings = StreamSettings.of(this.builder);

	private final StreamResources resources = new StreamResources(new DefaultClientFactory(
			StreamThreads.platform().named("reader"), this.scheduler::nanoTime, Clock.systemUTC()), (event) -> {
			}, new InMemoryCheckpointStore(), LeaseHolder::newOwner, DispatchObserver.NONE, this,
			CheckpointObserver.NONE, StreamThreads.platform(), Clock.systemUTC(), this.scheduler::nanoTime,
			new Random(1));

	private final StreamStates states = new StreamStates("main", this.log, StreamObserver.NONE, (change, reason) -> {
	});

	private final Publisher publisher = new Publisher(this.settings.dispatch(), this.resources.events(),
			StepBoundary.NONE, DispatchObserver.NONE, this, Clock.systemUTC(), this.scheduler::nanoTime);

	private final WalkDriver driver = new WalkDriver(this.settings, this.resources, this.log, null, this::link,
			this.publisher, this.scheduler, this.states.delivery()::noteWalk, (chainId) -> true);

	private NodeLink link(LinkListener listener) {
		LinkContext context = new LinkContext("main", null, this.settings.link(), this.settings.jsonRpc(), null,
				this.scheduler, new VirtualScheduler(), this.scheduler::nanoTime, new Random(1), this, this.log);
		List<NodeTransport> transports = this.builder.endpoints()
			.stream()
			.map((node) -> new NodeTransport(node, this.resources.clients(), this.settings.transport(), Runnable::run,
					this.scheduler, this.scheduler::nanoTime))
			.toList();
		return new NodeLink(context, transports, this.states.connection(), listener);
	}

	@Test
	void tellsThatAStepHasEnteredWhateverFailsAfterwards() {
		assertThat(LongStream.range(0, STORM).mapToObj(WalkDriverTests::reorg)).allMatch(this.driver::enter);
	}

	private static WalkStep reorg(long nanos) {
		BlockRef ancestor = new BlockRef(7, TestHeads.hash(7));
		BlockRef reverted = new BlockRef(8, TestHeads.hash(1_000 + nanos));
		return new WalkStep(List.of(new WalkEvent.Reverted(ancestor, List.of(reverted)),
				new WalkEvent.Joined(TestHeads.required(8), HeadOrigin.LIVE, null)), nanos);
	}

	@Override
	public void reorgStorm(String chain) {
		throw new StackOverflowError("expected by a test");
	}

	@Override
	public void queueFull() {
	}

	@Override
	public void roomAgain() {
	}

	@Override
	public void moved(PublisherState state, String reason) {
	}

	@Override
	public void ended() {
	}

}
