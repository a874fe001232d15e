package io.headwater.journal;

import java.time.Clock;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.DeliveryState;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.StreamState;
import io.headwater.node.ConnectionEnd;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to one stream lately: bounded, and without secrets. Its readings may
 * be taken on any thread.
 */
public final class StreamJournal {

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final LinkTimes times;

	private final Recent<Transition> transitions = new Recent<>();

	private final Recent<Fault> faults = new Recent<>();

	private final Map<StreamCount, LongAdder> counts = new EnumMap<>(StreamCount.class);

	private final Map<String, ListenerRecord> listeners = new ConcurrentHashMap<>();

	private volatile @Nullable ToldHead latest;

	private volatile @Nullable ToldHead safe;

	private volatile @Nullable ToldHead finalized;

	StreamJournal(Clock clock, LongSupplier nanoTime) {
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.times = new LinkTimes(nanoTime);
		for (StreamCount count : StreamCount.values()) {
			this.counts.put(count, new LongAdder());
		}
	}

	void moved(StreamState from, StreamState to, String reason) {
		this.times.moved(to);
		this.transitions.add(new Transition(this.clock.instant(), from, to, reason));
		if (to == DeliveryState.HALTED) {
			fault("HALTED", reason);
		}
	}

	void ended(ConnectionEnd cause, String detail, boolean wasFollowed) {
		this.times.ended(cause);
		count(wasFollowed ? StreamCount.CONNECTION_LOSSES : StreamCount.FAILED_ATTEMPTS);
		fault(cause.name(), detail);
	}

	void resubscribed() {
		this.times.resubscribed();
		count(StreamCount.RESUBSCRIPTIONS);
	}

	void announced() {
		this.times.announced();
	}

	void fault(String kind, String detail) {
		this.faults.add(new Fault(this.clock.instant(), kind, detail));
	}

	void count(StreamCount count) {
		add(count, 1);
	}

	private void add(StreamCount count, long number) {
		Objects.requireNonNull(this.counts.get(count)).add(number);
	}

	void telling(ChainEvent event) {
		if (event instanceof NewHeadEvent newHead) {
			telling(newHead.head(), newHead.origin());
		}
		else if (event instanceof SafeHeadEvent told) {
			this.safe = told(told.head());
		}
		else if (event instanceof FinalizedHeadEvent told) {
			this.finalized = told(told.head());
		}
		else if (event instanceof ReorgEvent reorg) {
			count(StreamCount.REORGS);
			add(StreamCount.REVERTED_HEADS, reorg.depth());
		}
		else if (event instanceof HeadsSkippedEvent skip) {
			add(StreamCount.SKIPPED_HEADS, skip.to() - skip.from() + 1);
		}
		else if (event instanceof ChainResetEvent) {
			count(StreamCount.RESETS);
		}
	}

	private void telling(Head head, HeadOrigin origin) {
		count(StreamCount.HEADS);
		this.times.headTold();
		if (origin == HeadOrigin.CATCH_UP) {
			count(StreamCount.CAUGHT_UP_HEADS);
		}
		if (origin != HeadOrigin.REPLAY) {
			this.latest = told(head);
		}
	}

	private ToldHead told(Head head) {
		return new ToldHead(head.number(), head.hash(), head.timestamp(), this.clock.instant());
	}

	void listenerCalled(String listener) {
		listener(listener).called(this.nanoTime.getAsLong());
	}

	void listenerFinished(String listener, long nanos, boolean failed) {
		listener(listener).finished(nanos, failed);
	}

	private ListenerRecord listener(String name) {
		ListenerRecord known = this.listeners.get(name);
		return (known != null) ? known : this.listeners.computeIfAbsent(name, (one) -> new ListenerRecord());
	}

	/**
	 * Return for how long the stream has been as it is.
	 * @return the times at this moment
	 */
	public StreamTimes times() {
		return this.times.reading();
	}

	/**
	 * Return the last changes of state.
	 * @return at most 20, the newest first
	 */
	public List<Transition> transitions() {
		return this.transitions.list();
	}

	/**
	 * Return what went wrong last: connections that ended, listeners that gave an event
	 * up, halts, failures of the store of checkpoints.
	 * @return at most 20, the newest first
	 */
	public List<Fault> faults() {
		return this.faults.list();
	}

	/**
	 * Return what was counted since the application started.
	 * @return every count
	 */
	public Map<StreamCount, Long> counts() {
		Map<StreamCount, Long> counts = new EnumMap<>(StreamCount.class);
		this.counts.forEach((count, adder) -> counts.put(count, adder.sum()));
		return Collections.unmodifiableMap(counts);
	}

	/**
	 * Return how the listeners have done that were called so far.
	 * @return one reading a listener, by name
	 */
	public List<ListenerReading> listeners() {
		long now = this.nanoTime.getAsLong();
		return this.listeners.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> entry.getValue().reading(entry.getKey(), now))
			.toList();
	}

	/**
	 * Return the newest head that the listeners were told.
	 * @return the head, or {@code null} if there was none
	 */
	public @Nullable ToldHead latest() {
		return this.latest;
	}

	/**
	 * Return the newest safe head that the listeners were told.
	 * @return the head, or {@code null} if there was none
	 */
	public @Nullable ToldHead safe() {
		return this.safe;
	}

	/**
	 * Return the newest finalized head that the listeners were told.
	 * @return the head, or {@code null} if there was none
	 */
	public @Nullable ToldHead finalized() {
		return this.finalized;
	}

}
