package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.headwater.StreamState;
import io.headwater.StreamStateChangedEvent;
import io.headwater.dispatch.Publisher;
import io.headwater.support.ChainLog;
import io.headwater.support.StateHolder;
import io.headwater.support.Thrown;
import io.headwater.transport.NodeEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What exists of a stream from a start to the next stop: one term after another, as other
 * instances let it deliver. It is started once and stopped once.
 */
final class StreamRun {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	/** For the last save and the lease, where the listeners have used up their time. */
	private static final Duration SHORTEST_CLOSE = Duration.ofSeconds(1);

	private final StreamSettings settings;

	private final List<NodeEndpoint> nodes;

	private final StreamResources resources;

	private final StreamStates states;

	private final DeliveryRecord delivered;

	private final ScheduledExecutorService scheduler;

	private final CompletableFuture<Void> earlier;

	private volatile DeliveryTerm term;

	private boolean begun;

	private boolean paused;

	private boolean stopping;

	/** Streams are waited for one after another, but have their time side by side. */
	private volatile long stoppingSinceNanos;

	/**
	 * Create a run that is not started.
	 * @param earlier completed when no listener of a run before runs any more
	 * @param paused whether it is paused from the start
	 */
	StreamRun(StreamSettings settings, List<NodeEndpoint> nodes, StreamResources resources, StreamStates states,
			DeliveryRecord delivered, ScheduledExecutorService scheduler, CompletableFuture<Void> earlier,
			boolean paused) {
		this.settings = settings;
		this.nodes = nodes;
		this.resources = resources;
		this.states = states;
		this.delivered = delivered;
		this.scheduler = scheduler;
		this.earlier = earlier;
		this.paused = paused;
		this.term = newTerm();
	}

	private DeliveryTerm newTerm() {
		return new DeliveryTerm(this.settings, this.nodes, this.resources, this.states, this.scheduler, this);
	}

	/**
	 * Begin to follow the chain, as soon as no listener of a run before runs any more.
	 * The stream must know of this run before, or its changes of state are not published.
	 * Nothing happens once it is being stopped.
	 */
	void start() {
		if (isStopping()) {
			return;
		}
		this.states.delivery().started();
		if (this.earlier.isDone()) {
			begin();
		}
		else {
			logger.info(line("A listener of an earlier run still runs; delivery begins when it has returned"));
			this.states.delivery().standby("a listener of an earlier run still runs");
			this.earlier.thenRun(() -> this.scheduler.execute(this::beginLate));
		}
	}

	private void beginLate() {
		try {
			begin();
		}
		catch (Throwable ex) {
			DeliveryTerm failed = this.term;
			endLater(failed);
			// It may run in part, and then ends by itself.
			failed.beginStop();
			logger.error(line("The stream could not go on after a listener had returned, which is tried again"),
					Thrown.printable(ex));
		}
	}

	private void begin() {
		synchronized (this) {
			if (this.stopping) {
				return;
			}
			this.begun = true;
		}
		this.term.start(isPaused());
		applyPause();
	}

	/** Return whether this run waits for a listener of an earlier one. */
	boolean isHeld() {
		return !this.earlier.isDone() && !isStopping();
	}

	private synchronized boolean isStopping() {
		return this.stopping;
	}

	/** Deliver nothing until {@link #resume()}, through however many terms. */
	void pause() {
		synchronized (this) {
			this.paused |= !this.stopping && !this.term.publisher().isHalted();
		}
		applyPause();
	}

	void resume() {
		synchronized (this) {
			this.paused = false;
		}
		this.term.publisher().resume();
		applyPause();
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	/** Another term may begin meanwhile, and another thread may want the contrary. */
	private void applyPause() {
		DeliveryTerm term;
		boolean paused;
		do {
			term = this.term;
			paused = isPaused();
			if (paused) {
				term.publisher().pause();
			}
			else if (term.publisher().isPaused()) {
				term.publisher().resume();
			}
		}
		while (term != this.term || paused != isPaused());
	}

	DeliveryRecord delivered() {
		return this.delivered;
	}

	/** Begin the next term: this one delivers nothing any more, and no listener runs. */
	void ended(DeliveryTerm ended) {
		try {
			startNext(ended);
		}
		catch (Throwable ex) {
			DeliveryTerm current = this.term;
			endLater(current);
			if (current != ended) {
				// It may run already, and nobody is to deliver beside the one that is
				// tried next.
				current.beginStop();
			}
			logger.error(line("Delivery could not be sought again, which is tried again"), Thrown.printable(ex));
		}
	}

	private void endLater(DeliveryTerm term) {
		this.scheduler.schedule(() -> ended(term), SHORTEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void startNext(DeliveryTerm ended) {
		if (isStopping() || ended != this.term) {
			return;
		}
		ended.close();
		this.states.delivery().standby("this instance waits for its turn");
		DeliveryTerm next = newTerm();
		synchronized (this) {
			if (this.stopping || ended != this.term) {
				return;
			}
			ended.publisher().leaveChangesTo(next.publisher());
			this.term = next;
		}
		next.start(isPaused());
		applyPause();
	}

	/** Begin to stop: nothing comes in any more, and the running event goes on. */
	void beginStop() {
		synchronized (this) {
			if (!this.stopping) {
				this.stopping = true;
				this.stoppingSinceNanos = nanoTime();
			}
		}
		this.states.delivery().stopped();
		this.term.beginStop();
	}

	/**
	 * Wait for the running event to finish, for the checkpoint to be saved, and for an
	 * observer of the link to return.
	 */
	void awaitStop() {
		boolean ended = this.term.awaitEnd(timeLeft());
		if (!ended && !publisher().isOwnThread()) {
			String what = publisher().hasLeftListener() ? "A listener did not return within "
					: "The store of checkpoints, asked amid a step, did not return within ";
			logger.warn(line(what + this.settings.shutdownTimeout().toMillis()
					+ " ms; its thread was interrupted and left alone"));
		}
		Duration left = timeLeft();
		awaitClose(ended ? this.term.close() : this.term.abandon(),
				(left.compareTo(SHORTEST_CLOSE) < 0) ? SHORTEST_CLOSE : left);
		// Last: nothing that an observer does may cost a listener or the store its time.
		this.term.awaitFollowed(timeLeft());
	}

	/** Return whether a stop waits for the asker: a listener or an observer. */
	boolean isOwnThread() {
		WalkDriver driver = driver();
		return publisher().isOwnThread() || (driver != null && driver.link().isOwnThread());
	}

	/** Return what is completed, after a stop, when no listener runs any more. */
	synchronized CompletableFuture<Void> listenersGone() {
		return this.begun ? this.term.publisher().end() : this.earlier;
	}

	private String line(String text) {
		return ChainLog.line(this.settings.chain(), text);
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
			logger.warn(line("The store of checkpoints did not answer within " + atMost.toMillis() + " ms: "
					+ this.term.session().unsaved() + " steps come again at the next start"));
		}
		catch (ExecutionException ex) {
			logger.error(line("The checkpoint could not be closed"), Thrown.printable(ex));
		}
	}

	/**
	 * Publish a change of state. One that comes while a term takes over from another must
	 * not be left with the one that publishes nothing any more.
	 */
	synchronized void changed(StateHolder.Change<? extends StreamState> change, String reason) {
		WalkDriver driver = driver();
		publisher().offer(new StreamStateChangedEvent(this.settings.chain(), (driver != null) ? driver.chainId() : 0,
				change.from(), change.to(), reason, this.resources.clock()));
	}

	DeliveryTerm term() {
		return this.term;
	}

	Publisher publisher() {
		return this.term.publisher();
	}

	/** Return what follows the chain, or {@code null} while another instance does. */
	@Nullable WalkDriver driver() {
		return this.term.driver();
	}

}
