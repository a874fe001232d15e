package io.headwater.stream;

import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CorruptCheckpointException;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.support.ChainLog;
import io.headwater.support.StateHolder;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.DefaultClientFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryTermTests {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final HeadStreamBuilder builder = HeadStream.builder("main").node("ws://node:8546");

	private final StreamSettings settings = StreamSettings.of(this.builder);

	private final StreamStates states = new StreamStates("main", new ChainLog("main", this.scheduler::nanoTime),
			StreamObserver.NONE, (change, reason) -> {
			});

	private Runnable onWriter = () -> {
	};

	private final StreamResources resources = new StreamResources(new DefaultClientFactory(
			StreamThreads.platform().named("reader"), this.scheduler::nanoTime, Clock.systemUTC()), (event) -> {
			}, new InMemoryCheckpointStore(), LeaseHolder::newOwner, DispatchObserver.NONE, StreamObserver.NONE,
			CheckpointObserver.NONE, this::threads, Clock.systemUTC(), this.scheduler::nanoTime, new Random(1));

	private final DeliveryTerm term = new DeliveryTerm(this.settings, this.builder.endpoints(), this.resources,
			this.states, this.scheduler, new StreamRun(this.settings, this.builder.endpoints(), this.resources,
					this.states, new DeliveryRecord(), this.scheduler, CompletableFuture.completedFuture(null), false));

	private ThreadFactory threads(String name) {
		if (name.endsWith("writer")) {
			this.onWriter.run();
		}
		return StreamThreads.platform().named(name);
	}

	@Test
	void leavesTheStateOfTheConnectionToTheNextRunWhereItIsStoppedBeforeItsLinkBegins() {
		StateHolder<ConnectionState> connection = this.states.connection();
		this.onWriter = () -> {
			this.term.beginStop();
			connection.moveTo(ConnectionState.CONNECTING, "the next run");
		};
		this.term.opened(null);
		assertThat(connection.get()).isEqualTo(ConnectionState.CONNECTING);
	}

	@Test
	void leavesTheStateOfTheDeliveryToTheNextRunWhereItsCheckpointIsRefusedAfterItsEnd() {
		this.term.beginStop();
		this.states.delivery().started();
		this.term.refused(new CorruptCheckpointException("expected by a test"));
		assertThat(this.states.delivery().get()).isEqualTo(DeliveryState.CATCHING_UP);
	}

}
