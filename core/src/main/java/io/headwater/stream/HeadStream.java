package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.Head;
import io.headwater.StreamState;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.node.NodeLink;
import io.headwater.node.NodeStatus;
import io.headwater.support.ChainLog;
import io.headwater.support.StateHolder;
import io.headwater.transport.NodeEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Follows the head of one chain and publishes its events. It starts and stops with the
 * {@link HeadStreams} that it belongs to, or on demand; all of its methods may be called
 * on any thread.
 */
// Long because it is the one door: every method is documented, and hardly one has logic.
public final class HeadStream {

	private final StreamSettings settings;

	private final List<NodeEndpoint> nodes;

	private final StreamResources resources;

	private final StreamStates states;

	private final DeliveryRecord delivered = new DeliveryRecord();

	private final StreamLife life;

	/**
	 * Create a stream that is stopped.
	 * @param nodes the nodes of its chain, at least one, in order of preference
	 */
	HeadStream(StreamSettings settings, List<NodeEndpoint> nodes, StreamResources resources) {
		this.settings = settings;
		this.nodes = List.copyOf(nodes);
		this.resources = resources;
		this.states = new StreamStates(settings.chain(), new ChainLog(settings.chain(), resources.nanoTime()),
				resources.streamObserver(), this::changed);
		this.life = new StreamLife((scheduler, earlier, paused) -> new StreamRun(settings, this.nodes, resources,
				this.states, this.delivered, scheduler, earlier, paused), settings.autoStartup());
	}

	/**
	 * Begin to make a stream, with all defaults.
	 * @param chain the name of the chain, which events, logs, metrics and threads carry:
	 * lower-case letters, digits and dashes, a letter first, 63 at the most
	 * @return what makes it
	 */
	public static HeadStreamBuilder builder(String chain) {
		return new HeadStreamBuilder(chain);
	}

	private void changed(StateHolder.Change<? extends StreamState> change, String reason) {
		StreamRun run = this.life.run();
		if (run != null) {
			run.changed(change, reason);
		}
	}

	StreamLife life() {
		return this.life;
	}

	StreamSettings settings() {
		return this.settings;
	}

	/**
	 * Start the stream, such as one whose {@code auto-startup} is off. While the
	 * application is still being started, the stream waits until all of its listeners are
	 * known. Nothing happens if it runs, or once the application is closed. It starts
	 * again with its context, where that is stopped and started, until somebody stops it.
	 */
	public void start() {
		this.life.want(true);
		this.life.start();
	}

	/**
	 * Stop the stream and wait until its running event is finished, at most for the
	 * shutdown time-out. A listener that stops its own stream does not wait for itself.
	 * The stream stays stopped until somebody starts it, or the application begins anew.
	 * Nothing happens if it does not run.
	 */
	public void stop() {
		this.life.want(false);
		this.life.stop(false);
	}

	/**
	 * Forget the checkpoint, so that the stream begins anew, at the configured
	 * {@code start}. If it runs, it is stopped for that, and started again. An instance
	 * elsewhere that delivers the chain begins anew as well. May block, as the store
	 * does.
	 */
	public void forget() {
		this.life.forget(() -> this.resources.store().delete(this.settings.checkpointKey()));
	}

	/**
	 * Return whether the stream was started and not stopped since.
	 * @return whether it runs, if only on standby
	 */
	public boolean isRunning() {
		return this.life.run() != null;
	}

	boolean isAutoStartup() {
		return this.settings.autoStartup();
	}

	/**
	 * Return the name of the chain.
	 * @return the name under which it is configured
	 */
	public String chain() {
		return this.settings.chain();
	}

	/**
	 * Return the newest head that was delivered: every listener has finished it or given
	 * it up. A replay does not change it.
	 * @return the head, or {@code null} if none was since the application started
	 */
	public @Nullable Head head() {
		return this.delivered.head();
	}

	/**
	 * Return what was delivered since the application started.
	 * @return the counts at this moment
	 */
	public StreamCounts counts() {
		return this.delivered.counts();
	}

	/**
	 * Return how the connection stands.
	 * @return the state at this moment
	 */
	public ConnectionState connectionState() {
		return this.states.connection().get();
	}

	/**
	 * Return how the delivery stands.
	 * @return the state at this moment
	 */
	public DeliveryState deliveryState() {
		return this.states.delivery().get();
	}

	/**
	 * Return whether delivery has halted since a listener kept failing, so that it goes
	 * on after {@link #resume()}.
	 * @return whether it was a listener
	 */
	public boolean isHaltedByListener() {
		return this.states.delivery().isHaltedByListener();
	}

	/**
	 * Return whether a listener of an earlier run has not returned, which had been given
	 * up at the stop. On standby, the stream waits for it, since no listener is ever
	 * called beside itself.
	 * @return whether it is that listener
	 */
	public boolean isHeldByListener() {
		StreamRun run = this.life.run();
		return run != null && run.isHeld();
	}

	/**
	 * Return whether delivery has halted since the checkpoint is of no use: it is of
	 * another chain, or cannot be understood. It goes on only after {@link #forget()} or,
	 * once the store was mended, a new start.
	 * @return whether it was the checkpoint
	 */
	public boolean isHaltedByCheckpoint() {
		StreamRun run = this.life.run();
		return run != null && run.term().isRefused();
	}

	/**
	 * Return where a stream without a checkpoint begins.
	 * @return the number of the first head, or {@code null} for the node's newest one
	 */
	public @Nullable Long startNumber() {
		return this.settings.tracker().start();
	}

	/**
	 * Let a halted stream go on, after somebody has read why it halted. Nothing happens
	 * if it is not halted.
	 */
	public void acknowledge() {
		WalkDriver driver = driver();
		if (driver != null) {
			driver.acknowledge();
		}
	}

	/**
	 * Deliver again the heads from a number on. What waits in the queue comes first; then
	 * a {@link io.headwater.ChainResetEvent} of the reason {@code REPLAY} tells that all
	 * from there on comes again, with the origin {@code REPLAY} up to where the stream
	 * was, however many these are; then it goes on as before. Nothing happens while the
	 * stream does not run, has delivered nothing or is halted, or if the number is above
	 * the newest head. A crash before that reset is delivered forgets the replay; in the
	 * moment before it, when the checkpoint has gone back already, the heads come again
	 * after a {@link io.headwater.StreamResumedEvent} instead.
	 * @param number the number of the first head, not negative
	 * @throws IllegalArgumentException if the number is negative
	 */
	public void replay(long number) {
		if (number < 0) {
			throw new IllegalArgumentException("There is no block of the number " + number);
		}
		WalkDriver driver = driver();
		if (driver != null) {
			driver.replay(number);
		}
	}

	/**
	 * Deliver nothing after the running event until {@link #resume()}: steps wait in the
	 * queue, and, when it is full, at the node. The pause outlasts the loss of the lease
	 * and a pause of the application's context; {@link #stop()} ends it. Nothing happens
	 * if the stream is stopped, paused, or halted by a listener.
	 */
	public void pause() {
		StreamRun run = this.life.run();
		if (run != null) {
			run.pause();
		}
	}

	/**
	 * Deliver again, after {@link #pause()} or after a listener that kept failing has
	 * halted the delivery: then with those listeners that have not finished the event.
	 * Nothing happens otherwise; where continuity could not be shown,
	 * {@link #acknowledge()} is what it waits for.
	 */
	public void resume() {
		StreamRun run = this.life.run();
		if (run != null) {
			run.resume();
		}
	}

	/**
	 * Leave the followed node, or the one that is being tried, for the best of the
	 * others. The node that was left is the last choice for five minutes.
	 * @return whether there is another node; nothing happens if there is none, or if the
	 * stream does not run
	 */
	public boolean failOver() {
		NodeLink link = link();
		return link != null && link.failOver();
	}

	/**
	 * End the connection and open another one, to the first node that can be reached in
	 * order of preference, whatever was wrong with each before. Nothing happens if the
	 * stream does not run.
	 */
	public void reconnect() {
		NodeLink link = link();
		if (link != null) {
			link.reconnect();
		}
	}

	/**
	 * Return how each node stands.
	 * @return the nodes in order of preference
	 */
	public List<NodeStatus> nodes() {
		NodeLink link = link();
		if (link != null) {
			return link.statuses();
		}
		return IntStream.range(0, this.nodes.size())
			.mapToObj((index) -> NodeStatus.unknown(this.nodes.get(index), index == 0))
			.toList();
	}

	/**
	 * Return at which rate the followed node is asked for headers at the most, which
	 * depends on what it has borne so far.
	 * @return requests a second, or {@code null} while no node is followed or if there is
	 * no limit
	 */
	public @Nullable Double requestsPerSecond() {
		NodeLink link = link();
		return (link != null) ? link.requestsPerSecond() : null;
	}

	/**
	 * Return how many steps wait for the listeners.
	 * @return the depth of the queue, 0 while stopped
	 */
	public int queueDepth() {
		StreamRun run = this.life.run();
		return (run != null) ? run.publisher().queueDepth() : 0;
	}

	/**
	 * Return how many steps may wait for the listeners.
	 * @return the capacity of the queue
	 */
	public int queueCapacity() {
		return this.settings.dispatch().queueCapacity();
	}

	/**
	 * Return how long the oldest step has waited that is still in the queue.
	 * @return the time since its frame came, zero if none waits
	 */
	public Duration queueAge() {
		StreamRun run = this.life.run();
		return (run != null) ? run.publisher().queueAge() : Duration.ZERO;
	}

	/**
	 * Return how often the queue was full when a step was to enter it.
	 * @return the number of times since the application started
	 */
	public long timesQueueFull() {
		return this.delivered.timesQueueFull();
	}

	/**
	 * Return how long the oldest event has been there that the listeners have not
	 * finished. It grows while a listener is stuck.
	 * @return the time since its frame came, zero if none waits
	 */
	public Duration listenerLag() {
		StreamRun run = this.life.run();
		return (run != null) ? run.publisher().lag() : Duration.ZERO;
	}

	/**
	 * Return the number of a header that does not link to what is below it, so that the
	 * walk cannot go on, and has not for some minutes.
	 * @return the number, or {@code null} if headers link
	 */
	public @Nullable Long unlinkedNumber() {
		WalkDriver driver = driver();
		return (driver != null) ? driver.unlinked() : null;
	}

	/**
	 * Return how long ago the last frame came from any node of the chain. It is short
	 * while a node is there at all, even if it announces nothing, and grows while none
	 * is.
	 * @return the time since then, or {@code null} before the first connection since the
	 * start
	 */
	public @Nullable Duration sinceLastFrame() {
		NodeLink link = link();
		return (link != null) ? link.sinceLastFrame() : null;
	}

	/**
	 * Return where delivery stands: the last step that every listener has finished.
	 * @return what was saved last, or {@code null} if nothing was yet, or while the
	 * stream does not run or another instance delivers
	 */
	public @Nullable Checkpoint checkpoint() {
		StreamRun run = this.life.run();
		return (run != null) ? run.term().session().saved() : null;
	}

	/**
	 * Return where delivery stands by what the store has kept, whichever instance
	 * delivers. This asks the store and waits for it, so it is not for a thread that must
	 * not.
	 * @param atMost how long the store has for its answer
	 * @return the checkpoint, or {@code null} if there is none, or if the store has not
	 * answered in this time
	 */
	public @Nullable Checkpoint storedCheckpoint(Duration atMost) {
		StreamRun run = this.life.run();
		return (run != null) ? run.term().session().stored(atMost) : null;
	}

	/**
	 * Return who has the lease of the chain's checkpoint, and so delivers or is to.
	 * @return this instance or another one, by what the store has said last, or
	 * {@code null} if that is not known or the stream does not run
	 */
	public @Nullable LeaseHolder leaseHolder() {
		StreamRun run = this.life.run();
		return (run != null) ? run.term().session().leaseHolder() : null;
	}

	/**
	 * Return how many finished steps are not saved.
	 * @return the number of steps that would come again after a crash
	 */
	public long unsavedSteps() {
		StreamRun run = this.life.run();
		return (run != null) ? run.term().session().unsaved() : 0;
	}

	/**
	 * Return where the checkpoint is kept.
	 * @return {@code memory}, {@code jdbc}, or what another store calls itself
	 */
	public String checkpointStore() {
		return this.resources.store().name();
	}

	/**
	 * Return whether the listeners' work and the checkpoint are committed together.
	 * @return whether each step is delivered within a transaction
	 */
	public boolean isTransactional() {
		return this.settings.transactions() != null;
	}

	private @Nullable NodeLink link() {
		WalkDriver driver = driver();
		return (driver != null) ? driver.link() : null;
	}

	private @Nullable WalkDriver driver() {
		StreamRun run = this.life.run();
		return (run != null) ? run.driver() : null;
	}

}
