package io.headwater.stream;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import io.headwater.DeliveryState;
import io.headwater.chain.Resumption;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointException;
import io.headwater.checkpoint.CheckpointListener;
import io.headwater.checkpoint.CheckpointResources;
import io.headwater.checkpoint.CheckpointSession;
import io.headwater.checkpoint.ForeignCheckpointException;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.dispatch.Publisher;
import io.headwater.dispatch.PublisherListener;
import io.headwater.dispatch.PublisherState;
import io.headwater.dispatch.Step;
import io.headwater.dispatch.StepBoundary;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The time in which this instance seeks to deliver a chain, and does: it waits for its
 * turn, loads the checkpoint, follows the chain from there, and ends when the stream
 * stops or another instance takes over. It is started once and ends once.
 */
final class DeliveryTerm implements CheckpointListener, PublisherListener {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final StreamSettings settings;

	private final StreamResources resources;

	private final DeliveryStatus delivery;

	private final StreamRun run;

	private final CheckpointSession session;

	private final Publisher publisher;

	private volatile @Nullable ChainFollower follower;

	private volatile PublisherState publisherState = PublisherState.DELIVERING;

	private volatile boolean refused;

	private boolean over;

	private @Nullable CompletableFuture<Void> closed;

	DeliveryTerm(StreamSettings settings, StreamResources resources, DeliveryStatus delivery,
			ScheduledExecutorService scheduler, StreamRun run) {
		this.settings = settings;
		this.resources = resources;
		this.delivery = delivery;
		this.run = run;
		this.session = new CheckpointSession(settings.checkpointKey(), settings.checkpoint(),
				new CheckpointResources(resources.store(), resources.storeCalls(settings.chain()), scheduler,
						resources.clock(), resources.nanoTime(), resources.leaseOwners(),
						resources.checkpointObserver()),
				this);
		StepTransactions transactions = settings.transactions();
		StepBoundary boundary = (transactions != null) ? new TransactionalBoundary(this.session, transactions)
				: new SavingBoundary(this.session);
		this.publisher = new Publisher(settings.dispatch(), resources.events(), boundary, resources.dispatchObserver(),
				this, resources.clock(), resources.nanoTime());
	}

	/**
	 * Begin. The stream must know of this term before, or its changes of state are not
	 * published.
	 * @param paused whether somebody has paused the delivery before
	 */
	void start(boolean paused) {
		this.publisher.start(this.resources.threads().forRole(this.settings.chain(), "publisher"));
		if (paused) {
			this.publisher.pause();
		}
		this.session.start();
	}

	@Override
	public synchronized void standby(LeaseHolder holder) {
		if (!this.over) {
			this.delivery.walk(DeliveryState.STANDBY, "the lease is held by " + holder.instance());
		}
	}

	@Override
	public synchronized void opened(@Nullable StoredCheckpoint stored) {
		Long chainId = this.settings.chainId();
		if (this.over || (chainId != null && !accept(stored, chainId))) {
			return;
		}
		this.delivery.walk(DeliveryState.CATCHING_UP, "delivery is this instance's");
		ChainFollower follower = this.run.follower(this.publisher, resumption(stored),
				(followed) -> accept(stored, followed));
		this.follower = follower;
		try {
			follower.start();
		}
		catch (Throwable ex) {
			this.follower = null;
			follower.stop();
			throw ex;
		}
	}

	private static @Nullable Resumption resumption(@Nullable StoredCheckpoint stored) {
		if (stored == null) {
			return null;
		}
		Checkpoint checkpoint = stored.checkpoint();
		return new Resumption(checkpoint.block(), checkpoint.first(), stored.references(), checkpoint.replayedUpTo(),
				checkpoint.confirmed(), checkpoint.safe(), checkpoint.finalized());
	}

	private boolean accept(@Nullable StoredCheckpoint stored, long chainId) {
		try {
			if (stored != null) {
				stored.checkpoint().requireChain(this.settings.checkpointKey(), chainId);
			}
			return true;
		}
		catch (ForeignCheckpointException ex) {
			logger.error("[" + this.settings.chain() + "] Nothing is delivered: " + ex.getMessage());
			refused(ex);
			close();
			return false;
		}
	}

	@Override
	public void refused(CheckpointException failure) {
		this.refused = true;
		try {
			stopFollowing();
		}
		finally {
			this.delivery.walk(DeliveryState.HALTED, String.valueOf(failure.getMessage()));
		}
	}

	/** The publisher must end in any case, since the next term begins when it has. */
	@Override
	public void lost(String reason) {
		try {
			standBy(reason);
		}
		finally {
			this.publisher.close();
		}
	}

	/** Once this term is over, the next one sets the state. */
	private synchronized void standBy(String reason) {
		if (!this.over) {
			stopFollowing();
			this.delivery.standby(reason);
		}
	}

	/**
	 * Begin to stop: nothing comes in any more, and the running event goes on.
	 */
	void beginStop() {
		try {
			stopFollowing();
		}
		finally {
			this.publisher.close();
			this.session.beginStop();
		}
	}

	private synchronized void stopFollowing() {
		boolean first = !this.over;
		this.over = true;
		ChainFollower follower = this.follower;
		if (first && follower != null) {
			follower.stop();
		}
	}

	/**
	 * Wait for the running event to finish.
	 * @return whether it has; otherwise its thread was interrupted and is left alone
	 */
	boolean awaitEnd(Duration timeout) {
		return this.publisher.awaitEnd(timeout);
	}

	/**
	 * Save what is unsaved, and let others deliver.
	 * @return is completed when both are done
	 */
	synchronized CompletableFuture<Void> close() {
		return close(this.session::close);
	}

	/**
	 * Save what is unsaved, and let nobody deliver before a listener that still runs has
	 * returned, or the lease has run out.
	 * @return is completed when that is done
	 */
	synchronized CompletableFuture<Void> abandon() {
		CompletableFuture<Void> abandoned = close(this.session::abandon);
		abandoned.runAfterBoth(this.publisher.end(), this.session::giveBack);
		return abandoned;
	}

	private CompletableFuture<Void> close(Supplier<CompletableFuture<Void>> end) {
		if (this.closed == null) {
			this.closed = end.get();
		}
		return this.closed;
	}

	@Override
	public void ended() {
		try {
			stopFollowing();
		}
		finally {
			this.run.ended(this);
		}
	}

	@Override
	public void queueFull() {
		this.run.delivered().queueFull();
	}

	@Override
	public void finished(Step step) {
		this.run.delivered().finished(step);
	}

	@Override
	public void roomAgain() {
		ChainFollower follower = this.follower;
		if (follower != null) {
			follower.driver().room();
		}
	}

	@Override
	public void moved(PublisherState state, String reason) {
		if (state == PublisherState.CLOSED) {
			return;
		}
		this.publisherState = state;
		this.delivery.publisher(state, reason);
		if (state == PublisherState.HALTED) {
			logger.error("[" + this.settings.chain() + "] Delivery has halted: " + reason
					+ ". It goes on with the listeners that have not finished the event after HeadStreams.resume(\""
					+ this.settings.chain() + "\")");
		}
	}

	boolean isHalted() {
		return this.publisherState == PublisherState.HALTED;
	}

	boolean isPaused() {
		return this.publisherState == PublisherState.PAUSED;
	}

	/**
	 * Return whether the checkpoint is of no use, so that nothing is delivered.
	 */
	boolean isRefused() {
		return this.refused;
	}

	Publisher publisher() {
		return this.publisher;
	}

	CheckpointSession session() {
		return this.session;
	}

	/**
	 * Return what follows the chain.
	 * @return it, or {@code null} before this instance's turn has come
	 */
	@Nullable ChainFollower follower() {
		return this.follower;
	}

	/**
	 * Takes down each step that the listeners have finished.
	 */
	static final class SavingBoundary implements StepBoundary {

		private final CheckpointSession session;

		SavingBoundary(CheckpointSession session) {
			this.session = session;
		}

		@Override
		public void deliver(Step step, Runnable events) {
			this.session.begins(step.events());
			events.run();
			this.session.finished(step.events());
		}

		@Override
		public boolean mayDeliver() {
			return this.session.mayDeliver();
		}

	}

}
