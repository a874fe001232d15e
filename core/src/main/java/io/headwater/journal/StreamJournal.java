package io.headwater.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.StreamState;
import io.headwater.checkpoint.StoreCall;
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

	private volatile @Nullable Fault lastEnd;

	private volatile @Nullable DeliveredHead latest;

	private volatile @Nullable DeliveredHead safe;

	private volatile @Nullable DeliveredHead finalized;

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
		this.lastEnd = fault(cause.name(), detail);
	}

	void resubscribed() {
		this.times.resubscribed();
		count(StreamCount.RESUBSCRIPTIONS);
	}

	void announced() {
		this.times.announced();
	}

	Fault fault(String kind, String detail) {
		Fault fault = new Fault(this.clock.instant(), kind, detail);
		this.faults.add(fault);
		return fault;
	}

	void count(StreamCount count) {
		add(count, 1);
	}

	private void add(StreamCount count, long number) {
		Objects.requireNonNull(this.counts.get(count)).add(number);
	}

	void delivering(ChainEvent event) {
		if (event instanceof NewHeadEvent newHead) {
			delivering(newHead.head(), newHead.origin());
		}
		else if (event instanceof SafeHeadEvent read) {
			this.safe = delivered(read.head());
		}
		else if (event instanceof FinalizedHeadEvent read) {
			this.finalized = delivered(read.head());
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

	private void delivering(Head head, HeadOrigin origin) {
		count(StreamCount.HEADS);
		this.times.headDelivered();
		if (origin == HeadOrigin.CATCH_UP) {
			count(StreamCount.CAUGHT_UP_HEADS);
		}
		if (origin != HeadOrigin.REPLAY) {
			this.latest = delivered(head);
		}
	}

	private DeliveredHead delivered(Head head) {
		return new DeliveredHead(head.number(), head.hash(), head.timestamp(), this.clock.instant());
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

	/** Return for how long the stream has been as it is. */
	public Times times() {
		return this.times.reading();
	}

	/** Return the last changes of state, at most 20, the newest first. */
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
	 * Return how the last connection ended or the last attempt failed, however much else
	 * went wrong since, or {@code null} if none did.
	 */
	public @Nullable Fault lastEnd() {
		return this.lastEnd;
	}

	/** Return what was counted since the application started. */
	public Map<StreamCount, Long> counts() {
		Map<StreamCount, Long> counts = new EnumMap<>(StreamCount.class);
		this.counts.forEach((count, adder) -> counts.put(count, adder.sum()));
		return Collections.unmodifiableMap(counts);
	}

	/** Return how the listeners have done that were called so far. */
	public List<ListenerReading> listeners() {
		long now = this.nanoTime.getAsLong();
		return this.listeners.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> entry.getValue().reading(entry.getKey(), now))
			.toList();
	}

	/** Return the newest delivered head, or {@code null} if there was none. */
	public @Nullable DeliveredHead latest() {
		return this.latest;
	}

	/** Return the newest delivered safe head, or {@code null} if there was none. */
	public @Nullable DeliveredHead safe() {
		return this.safe;
	}

	/** Return the newest delivered finalized head, or {@code null}. */
	public @Nullable DeliveredHead finalized() {
		return this.finalized;
	}

	/**
	 * Something that went wrong with a stream.
	 *
	 * @param kind what it is, by a constant of ours, such as {@code UNREACHABLE}
	 * @param detail the same in words; no secret
	 */
	public record Fault(Instant time, String kind, String detail) {

		private static final String STORE = "STORE_";

		static String ofStore(StoreCall call) {
			return STORE + call.name();
		}

		/** Return whether the store of checkpoints failed. */
		public boolean isOfStore() {
			return this.kind.startsWith(STORE);
		}

	}

	/**
	 * A change of a stream's state.
	 *
	 * @param to the state after it, of the same kind
	 * @param reason why, in words; no secret
	 */
	public record Transition(Instant time, StreamState from, StreamState to, String reason) {
	}

	/**
	 * A head that was delivered to the listeners.
	 *
	 * @param timestamp when the block was made, as the node says: in seconds since
	 * 1970-01-01 UTC, or in another unit on chains that have another one
	 * @param deliveredAt when it was delivered to them
	 */
	public record DeliveredHead(long number, Hash hash, long timestamp, Instant deliveredAt) {
	}

	/**
	 * For how long a stream has been as it is.
	 *
	 * @param notLive for how long no node has been followed, over all attempts, or
	 * {@code null} if one is, or none is sought
	 * @param refused whether all nodes have refused to serve us since one was followed
	 * last
	 * @param silent for how long the subscription has been known to be dead, over all
	 * connections, or {@code null} if the node announces its heads as far as is known
	 * @param sinceHead how long ago a head was delivered, or {@code null} if they never
	 * were
	 * @param lastEnd why the last connection ended or the last attempt failed, or
	 * {@code null} if none did since the start
	 */
	public record Times(Duration connection, Duration delivery, @Nullable Duration notLive, boolean refused,
			@Nullable Duration silent, @Nullable Duration sinceHead, @Nullable ConnectionEnd lastEnd) {
	}

	/**
	 * How a listener has done.
	 *
	 * @param last how long its latest call took that has ended, or {@code null} if none
	 * has
	 * @param longest how long its longest call took
	 * @param running how long it has been running, or {@code null} if it does not run
	 */
	public record ListenerReading(String name, long calls, long failures, @Nullable Duration last, Duration longest,
			@Nullable Duration running) {
	}

	/**
	 * What is known of one listener. Written by the chain's publisher, read by anybody.
	 */
	private static final class ListenerRecord {

		private final AtomicLong calls = new AtomicLong();

		private final AtomicLong failures = new AtomicLong();

		private volatile @Nullable Long startedNanos;

		private volatile @Nullable Long lastNanos;

		private volatile long longestNanos;

		void called(long now) {
			this.calls.incrementAndGet();
			this.startedNanos = now;
		}

		void finished(long nanos, boolean failed) {
			this.lastNanos = nanos;
			this.longestNanos = Math.max(this.longestNanos, nanos);
			this.startedNanos = null;
			if (failed) {
				this.failures.incrementAndGet();
			}
		}

		StreamJournal.ListenerReading reading(String name, long now) {
			Long last = this.lastNanos;
			Long started = this.startedNanos;
			return new StreamJournal.ListenerReading(name, this.calls.get(), this.failures.get(),
					(last != null) ? Duration.ofNanos(last) : null, Duration.ofNanos(this.longestNanos),
					(started != null) ? Duration.ofNanos(now - started) : null);
		}

	}

	/** The newest of some entries. */
	private static final class Recent<T> {

		private static final int KEPT = 20;

		private final Deque<T> entries = new ArrayDeque<>();

		synchronized void add(T entry) {
			this.entries.addFirst(entry);
			if (this.entries.size() > KEPT) {
				this.entries.removeLast();
			}
		}

		/** Return what is kept, the newest first. */
		synchronized List<T> list() {
			return List.copyOf(this.entries);
		}

	}

	/**
	 * Since when a stream is as it is. Written by the stream's threads, read by anybody.
	 */
	private static final class LinkTimes {

		private final LongSupplier nanoTime;

		private volatile long connectionNanos;

		private volatile long deliveryNanos;

		private volatile @Nullable Long notLiveNanos;

		private volatile @Nullable Long silentNanos;

		private volatile @Nullable Long headNanos;

		private volatile boolean refused;

		private volatile @Nullable ConnectionEnd lastEnd;

		LinkTimes(LongSupplier nanoTime) {
			this.nanoTime = nanoTime;
			this.connectionNanos = nanoTime.getAsLong();
			this.deliveryNanos = this.connectionNanos;
		}

		void moved(StreamState to) {
			long now = this.nanoTime.getAsLong();
			if (to instanceof ConnectionState state) {
				this.connectionNanos = now;
				connection(state, now);
			}
			else {
				this.deliveryNanos = now;
			}
		}

		private void connection(ConnectionState state, long now) {
			if (state == ConnectionState.STOPPED) {
				followed();
				this.silentNanos = null;
				this.lastEnd = null;
			}
			else if (state == ConnectionState.LIVE) {
				followed();
			}
			else if (this.notLiveNanos == null) {
				this.notLiveNanos = now;
			}
			if (state == ConnectionState.REFUSED) {
				this.refused = true;
			}
		}

		private void followed() {
			this.notLiveNanos = null;
			this.refused = false;
		}

		void ended(ConnectionEnd cause) {
			this.lastEnd = cause;
		}

		void resubscribed() {
			if (this.silentNanos == null) {
				this.silentNanos = this.nanoTime.getAsLong();
			}
		}

		void announced() {
			if (this.silentNanos != null) {
				this.silentNanos = null;
			}
		}

		void headDelivered() {
			this.headNanos = this.nanoTime.getAsLong();
		}

		StreamJournal.Times reading() {
			long now = this.nanoTime.getAsLong();
			return new StreamJournal.Times(Duration.ofNanos(now - this.connectionNanos),
					Duration.ofNanos(now - this.deliveryNanos), since(this.notLiveNanos, now), this.refused,
					since(this.silentNanos, now), since(this.headNanos, now), this.lastEnd);
		}

		private static @Nullable Duration since(@Nullable Long nanos, long now) {
			return (nanos != null) ? Duration.ofNanos(now - nanos) : null;
		}

	}

}
