package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
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
import io.headwater.node.LinkContext;
import io.headwater.node.NodeLink;
import io.headwater.support.ChainLog;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeTransport;
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

	private final List<NodeEndpoint> nodes;

	private final StreamResources resources;

	private final StreamStates states;

	private final DeliveryStatus delivery;

	private final ScheduledExecutorService scheduler;

	private final StreamRun run;

	private final CheckpointSession session;

	private final Publisher publisher;

	private volatile @Nullable WalkDriver driver;

	private volatile boolean refused;

	/** Nothing comes in any more. */
	private boolean over;

	/** The stream or its next term says how delivery stands. */
	private boolean silent;

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	DeliveryTerm(StreamSettings settings, List<NodeEndpoint> nodes, StreamResources resources, StreamStates states,
			ScheduledExecutorService scheduler, StreamRun run) {
		this.settings = settings;
		this.nodes = nodes;
		this.resources = resources;
		this.states = states;
		this.delivery = states.delivery();
		this.scheduler = scheduler;
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
	public void standby(LeaseHolder holder) {
		synchronized (this) {
			if (!this.over) {
				this.delivery.noteWalk(DeliveryState.STANDBY, "the lease is held by " + holder.instance());
			}
		}
		this.delivery.tell();
	}

	@Override
	public void opened(@Nullable StoredCheckpoint stored) {
		Long chainId = this.settings.chainId();
		if (isOver() || (chainId != null && !accept(stored, chainId))) {
			return;
		}
		WalkDriver driver = driver(stored);
		boolean begins;
		synchronized (this) {
			begins = !this.over;
			if (begins) {
				this.driver = driver;
				this.delivery.noteWalk(DeliveryState.CATCHING_UP, "delivery is this instance's");
			}
		}
		this.delivery.tell();
		// Otherwise it has nothing to stop, and the next run may have the state.
		if (begins) {
			driver.start();
		}
	}

	private synchronized boolean isOver() {
		return this.over;
	}

	/** Plug together what a head passes before it waits for the publisher. */
	private WalkDriver driver(@Nullable StoredCheckpoint stored) {
		ChainLog log = new ChainLog(this.settings.chain(), this.resources.nanoTime());
		ExecutorService writer = this.resources.threads().asNeeded(this.settings.chain(), "writer");
		LinkContext context = new LinkContext(this.settings.chain(), this.settings.chainId(), this.settings.link(),
				this.settings.jsonRpc(), this.settings.maxRequestsPerSecond(), this.scheduler, writer,
				this.resources.nanoTime(), this.resources.random(), this.resources.streamObserver(), log);
		List<NodeTransport> transports = this.nodes.stream()
			.map((node) -> new NodeTransport(node, this.resources.clients(), this.settings.transport(), writer,
					this.scheduler, this.resources.nanoTime()))
			.toList();
		return new WalkDriver(this.settings, this.resources, log, resumption(stored),
				(listener) -> new NodeLink(context, transports, this.states.connection(), listener), this.publisher,
				this.scheduler, this::walkMoved, (followed) -> accept(stored, followed));
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
			logger.error(ChainLog.line(this.settings.chain(), "Nothing is delivered: " + ex.getMessage()));
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
			tellUnlessSilent(() -> this.delivery.noteWalk(DeliveryState.HALTED, String.valueOf(failure.getMessage())));
		}
	}

	private void walkMoved(DeliveryState state, String reason) {
		synchronized (this) {
			if (!this.over && !this.silent) {
				this.delivery.noteWalk(state, reason);
			}
		}
		this.delivery.tell();
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
	private void standBy(String reason) {
		if (stopFollowing()) {
			tellUnlessSilent(() -> this.delivery.noteStandby(reason));
		}
	}

	private void tellUnlessSilent(Runnable note) {
		synchronized (this) {
			if (!this.silent) {
				note.run();
			}
		}
		this.delivery.tell();
	}

	/** Begin to stop: nothing comes in any more, and the running event goes on. */
	void beginStop() {
		beSilent();
		try {
			stopFollowing();
		}
		finally {
			this.publisher.close();
			this.session.beginStop();
		}
	}

	/** Return whether this was not done before. */
	private synchronized boolean beSilent() {
		boolean first = !this.silent;
		this.silent = true;
		return first;
	}

	/**
	 * Let nothing come in any more. What an observer keeps from ending is not waited for.
	 * @return whether something might have come in before
	 */
	private boolean stopFollowing() {
		boolean first;
		synchronized (this) {
			first = !this.over;
			this.over = true;
		}
		WalkDriver driver = this.driver;
		if (driver != null) {
			driver.stop();
		}
		return first;
	}

	/**
	 * Wait for the running event to finish.
	 * @return whether it has; otherwise its thread was interrupted and is left alone
	 */
	boolean awaitEnd(Duration timeout) {
		return this.publisher.awaitEnd(timeout);
	}

	/** Wait for what came in to end. */
	void awaitFollowed(Duration atMost) {
		WalkDriver driver = this.driver;
		if (driver != null) {
			driver.awaitStop(atMost);
		}
	}

	/** Save what is unsaved, and let others deliver; completed when both are done. */
	CompletableFuture<Void> close() {
		return close(this.session::close);
	}

	/**
	 * Save what is unsaved, and let nobody deliver before a listener that still runs has
	 * returned, or the lease has run out.
	 * @return is completed when that is done
	 */
	CompletableFuture<Void> abandon() {
		CompletableFuture<Void> abandoned = close(this.session::abandon);
		abandoned.runAfterBoth(this.publisher.end(), this.session::giveBack);
		return abandoned;
	}

	private CompletableFuture<Void> close(Supplier<CompletableFuture<Void>> end) {
		if (this.closing.compareAndSet(false, true)) {
			try {
				end.get().whenComplete((nothing, failure) -> complete(failure));
			}
			catch (Throwable ex) {
				complete(ex);
				throw ex;
			}
		}
		return this.closed;
	}

	private void complete(@Nullable Throwable failure) {
		if (failure != null) {
			this.closed.completeExceptionally(failure);
		}
		else {
			this.closed.complete(null);
		}
	}

	@Override
	public void ended() {
		// Whoever stops the stream stops the link, too, and may be its thread.
		boolean isStopping = !beSilent();
		try {
			if (!isStopping) {
				stopFollowing();
			}
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
		WalkDriver driver = this.driver;
		if (driver != null) {
			driver.room();
		}
	}

	@Override
	public void moved(PublisherState state, String reason) {
		tellUnlessSilent(() -> this.delivery.notePublisher(state, reason));
		if (state == PublisherState.HALTED) {
			logger.error(ChainLog.line(this.settings.chain(), "Delivery has halted: " + reason
					+ ". It goes on with the listeners that have not finished the event after HeadStreams.get(\""
					+ this.settings.chain() + "\").resume()"));
		}
	}

	/** Return whether the checkpoint is of no use, so that nothing is delivered. */
	boolean isRefused() {
		return this.refused;
	}

	Publisher publisher() {
		return this.publisher;
	}

	CheckpointSession session() {
		return this.session;
	}

	/** Return what follows the chain, {@code null} before this instance's turn. */
	@Nullable WalkDriver driver() {
		return this.driver;
	}

	/** Takes down each step that the listeners have finished. */
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
