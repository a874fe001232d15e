package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;

import io.headwater.StreamState;
import io.headwater.StreamStateChangedEvent;
import io.headwater.chain.Resumption;
import io.headwater.dispatch.Publisher;
import io.headwater.transport.NodeEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What exists of a stream from a start to the next stop: one tenure after another, as
 * other instances let it deliver. It is started once and stopped once.
 */
final class StreamRun implements TenureOwner {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	/** For the last save and the lease, where the listeners have used up their time. */
	private static final Duration SHORTEST_CLOSE = Duration.ofSeconds(1);

	private final StreamSettings settings;

	private final List<NodeEndpoint> nodes;

	private final StreamResources resources;

	private final StreamStates states;

	private final Runnable queueFull;

	private final ScheduledExecutorService scheduler;

	private volatile Tenure tenure;

	private boolean stopping;

	/** Streams are waited for one after another, but have their time side by side. */
	private volatile long stoppingSinceNanos;

	StreamRun(StreamSettings settings, List<NodeEndpoint> nodes, StreamResources resources, StreamStates states,
			Runnable queueFull, ScheduledExecutorService scheduler) {
		this.settings = settings;
		this.nodes = nodes;
		this.resources = resources;
		this.states = states;
		this.queueFull = queueFull;
		this.scheduler = scheduler;
		this.tenure = newTenure();
	}

	private Tenure newTenure() {
		return new Tenure(this.settings, this.resources, this.states.delivery(), this.scheduler, this);
	}

	/**
	 * Begin to follow the chain. The stream must know of this run before, or its changes
	 * of state are not told.
	 */
	void start() {
		this.states.delivery().started();
		this.tenure.start(false);
	}

	@Override
	public ChainFollower follower(Publisher publisher, @Nullable Resumption resumption, LongPredicate accepted) {
		return new ChainFollower(this.settings, this.nodes, this.resources, this.states.connection(),
				this.states.delivery(), this.scheduler, publisher, resumption, accepted);
	}

	@Override
	public void queueFull() {
		this.queueFull.run();
	}

	@Override
	public void ended(Tenure ended) {
		try {
			startNext(ended);
		}
		catch (Throwable ex) {
			logger.error("[" + this.settings.chain() + "] Delivery could not be sought again, which is tried again",
					ex);
			this.scheduler.schedule(() -> ended(ended), SHORTEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void startNext(Tenure ended) {
		if (this.stopping) {
			return;
		}
		ended.close();
		this.states.delivery().standby("this instance waits for its turn");
		Tenure next = newTenure();
		this.tenure = next;
		next.start(ended.isPaused());
	}

	/**
	 * Begin to stop: nothing comes in any more, and the running event goes on.
	 */
	synchronized void beginStop() {
		if (!this.stopping) {
			this.stopping = true;
			this.stoppingSinceNanos = nanoTime();
		}
		this.states.delivery().stopped();
		this.tenure.beginStop();
	}

	/**
	 * Wait for the running event to finish, and for the checkpoint to be saved.
	 */
	void awaitStop() {
		boolean ended = this.tenure.awaitEnd(timeLeft());
		if (!ended) {
			logger.warn("[" + this.settings.chain() + "] A listener did not return within "
					+ this.settings.shutdownTimeout().toMillis() + " ms; its thread was interrupted and left alone");
		}
		Duration left = timeLeft();
		awaitClose(ended ? this.tenure.close() : this.tenure.abandon(),
				(left.compareTo(SHORTEST_CLOSE) < 0) ? SHORTEST_CLOSE : left);
	}

	private Duration timeLeft() {
		return this.settings.shutdownTimeout().minusNanos(nanoTime() - this.stoppingSinceNanos);
	}

	private long nanoTime() {
		return this.resources.nanoTime().getAsLong();
	}

	private void awaitClose(CompletableFuture<Void> closed, Duration atMost) {
		try {
			closed.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException ex) {
			logger.warn("[" + this.settings.chain() + "] The store of checkpoints did not answer within "
					+ atMost.toMillis() + " ms: " + this.tenure.session().unsaved()
					+ " steps come again at the next start");
		}
		catch (ExecutionException ex) {
			logger.error("[" + this.settings.chain() + "] The checkpoint could not be closed", ex.getCause());
		}
	}

	/**
	 * Tell of a change of state.
	 */
	void changed(StateHolder.Change<? extends StreamState> change, String reason) {
		ChainFollower follower = follower();
		this.tenure.publisher()
			.offer(new StreamStateChangedEvent(this.settings.chain(),
					(follower != null) ? follower.driver().chainId() : 0, change.from(), change.to(), reason,
					this.resources.clock()));
	}

	Tenure tenure() {
		return this.tenure;
	}

	Publisher publisher() {
		return this.tenure.publisher();
	}

	/**
	 * Return what follows the chain.
	 * @return it, or {@code null} while another instance does
	 */
	@Nullable ChainFollower follower() {
		return this.tenure.follower();
	}

}
