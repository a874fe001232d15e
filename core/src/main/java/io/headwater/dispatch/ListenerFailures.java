package io.headwater.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadsSkippedEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.support.ChainLog;
import io.headwater.support.LogThrottle;
import io.headwater.support.Thrown;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what listeners throw: a warning while they are called again, an error with its
 * stack when that is over. Of a kind there is one line in ten seconds, since a listener
 * that always fails must not fill the disk, but each block is named: those that were held
 * back, by the next line. For the publisher's thread only.
 */
final class ListenerFailures {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	private static final String NOT_RECEIVED = "listeners after it do not receive the event";

	private static final Duration QUIET = Duration.ofSeconds(10);

	private final LongSupplier nanoTime;

	/** There are as many as there are listeners and kinds of events. */
	private final Map<String, Line> lines = new LinkedHashMap<>();

	/** Whether a line about what was given up is held back. */
	private boolean owing;

	ListenerFailures(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void log(ChainEvent event, ListenerFailure failure, Outlook outlook) {
		if (outlook.next() != null) {
			logRetried(event, failure, outlook);
		}
		else if (!outlook.givenUp()) {
			error(event, failure.who() + " failed on ", outlook.words(failure), failure.thrown());
		}
	}

	private void logRetried(ChainEvent event, ListenerFailure failure, Outlook outlook) {
		String what = failure.who() + " failed on ";
		Line last = pass(what + "(to be repeated)", event);
		if (last != null) {
			logger.warn(line(event, what) + outlook.words(failure) + last.heldBack() + ": "
					+ Thrown.inOneLine(failure.thrown()));
		}
		if (logger.isDebugEnabled()) {
			logger.debug(line(event, what), Thrown.printable(failure.thrown()));
		}
	}

	void logGivenUp(ChainEvent event, ListenerFailure failure) {
		String what = failure.who() + " gave up ";
		String kind = what + event.getClass().getSimpleName();
		Line last = pass(kind, event);
		if (last != null) {
			logger.error(line(event, what) + " after " + failure.attempts()
					+ ((failure.attempts() == 1) ? " attempt" : " attempts") + last.heldBack()
					+ "; delivery goes on without it" + ((failure.listener() == null) ? ", and " + NOT_RECEIVED : ""),
					Thrown.printable(failure.thrown()));
		}
		else {
			Objects.requireNonNull(this.lines.get(kind)).owed = ChainLog.line(event.chain(), what);
			this.owing = true;
		}
	}

	void logBoundary(ChainEvent event, Throwable thrown) {
		error(event, "What belongs to a step failed on ", "", thrown);
	}

	private void error(ChainEvent event, String what, String text, Throwable thrown) {
		Line last = pass(what, event);
		if (last != null) {
			logger.error(line(event, what) + text + last.heldBack(), Thrown.printable(thrown));
		}
	}

	void logAfterStop(ChainEvent event, ListenerFailure failure) {
		if (logger.isDebugEnabled()) {
			logger.debug(line(event, failure.who() + " did not finish ") + ", since the stream was stopped",
					Thrown.printable(failure.thrown()));
		}
	}

	/**
	 * Name what was given up and held back, once the last line is old enough: there may
	 * be no next one.
	 */
	void logOwed() {
		if (this.owing) {
			long now = this.nanoTime.getAsLong();
			logOwed((line) -> now - line.nanos >= QUIET.toNanos());
		}
	}

	/** Name what was given up and held back: there will be no next line. */
	void end() {
		logOwed((line) -> true);
	}

	private void logOwed(Predicate<Line> due) {
		this.owing = false;
		for (Map.Entry<String, Line> entry : this.lines.entrySet()) {
			Line line = entry.getValue();
			if (line.owed != null && due.test(line)) {
				logger.error(line.owed + line.blocks() + ", too; delivery goes on without them");
				entry.setValue(new Line(this.nanoTime.getAsLong()));
			}
			else {
				this.owing |= line.owed != null;
			}
		}
	}

	private static String line(ChainEvent event, String what) {
		return ChainLog.line(event.chain(), what + subject(event));
	}

	/** Return what was held back before, {@code null} if this is held back too. */
	private @Nullable Line pass(String kind, ChainEvent event) {
		long now = this.nanoTime.getAsLong();
		Line last = this.lines.get(kind);
		if (last != null && now - last.nanos < QUIET.toNanos()) {
			last.holdBack(event);
			return null;
		}
		this.lines.put(kind, new Line(now));
		return (last != null) ? last : new Line(now);
	}

	/** Return an event in words, with number and hash of its block, if it has one. */
	static String subject(ChainEvent event) {
		Head head = head(event);
		if (head != null) {
			String what = (event instanceof NewHeadEvent) ? "" : event.getClass().getSimpleName() + " of ";
			return what + "block " + head.ref();
		}
		if (event instanceof ReorgEvent reorg) {
			return "the reorg to block " + reorg.commonAncestor();
		}
		if (event instanceof ChainResetEvent reset) {
			return "the reset from block " + reset.from() + " to " + reset.to();
		}
		if (event instanceof StreamResumedEvent resumed) {
			return "the resumption after block " + resumed.checkpoint();
		}
		if (event instanceof HeadsSkippedEvent skipped) {
			return "the skip of blocks " + skipped.from() + " to " + skipped.to();
		}
		if (event instanceof StreamStateChangedEvent change) {
			return "the change of state to " + change.to();
		}
		return (event instanceof ListenerFailedEvent failed)
				? "the ListenerFailedEvent about " + subject(failed.event()) : event.getClass().getSimpleName();
	}

	private static @Nullable Head head(ChainEvent event) {
		if (event instanceof NewHeadEvent joined) {
			return joined.head();
		}
		if (event instanceof ConfirmedHeadEvent confirmed) {
			return confirmed.head();
		}
		if (event instanceof SafeHeadEvent safe) {
			return safe.head();
		}
		return (event instanceof FinalizedHeadEvent finalized) ? finalized.head() : null;
	}

	/**
	 * What comes of a failure.
	 *
	 * @param attempt which attempt has failed, 1 for the first
	 * @param attempts how many there are at most, or {@code null} if nobody knows
	 * @param next how soon the next one comes, or {@code null} if it was the last
	 * @param undone whether the whole step is undone
	 * @param givenUp whether the listener gives the event up after the last attempt
	 */
	record Outlook(int attempt, @Nullable Long attempts, @Nullable Duration next, boolean undone, boolean givenUp) {

		String words(ListenerFailure failure) {
			StringBuilder words = new StringBuilder(", attempt ").append(this.attempt);
			if (this.attempts != null) {
				words.append(" of ").append(this.attempts);
			}
			if (this.next != null) {
				words.append(", next in ").append(this.next.toMillis()).append(" ms");
			}
			if (this.undone) {
				words.append("; the step is undone, and begins anew for all listeners");
			}
			else if (failure.listener() == null) {
				words.append("; ").append(NOT_RECEIVED);
			}
			return words.toString();
		}

	}

	/** The last line of a kind, and what was held back since. */
	private static final class Line {

		/** More would make a line that nobody reads. */
		private static final int MAX_RANGES = 50;

		private final long nanos;

		private final List<Range> ranges = new ArrayList<>(0);

		/** How many were held back that are in no range. */
		private int others;

		/** How the line begins that has to name them, or {@code null} if none has to. */
		private @Nullable String owed;

		Line(long nanos) {
			this.nanos = nanos;
		}

		void holdBack(ChainEvent event) {
			Head head = head(event);
			if (head == null) {
				this.others++;
				return;
			}
			Range last = this.ranges.isEmpty() ? null : this.ranges.get(this.ranges.size() - 1);
			if (last != null && head.number() >= last.first() && head.number() <= last.last() + 1) {
				this.ranges.set(this.ranges.size() - 1, new Range(last.first(), Math.max(last.last(), head.number())));
			}
			else if (this.ranges.size() < MAX_RANGES) {
				this.ranges.add(new Range(head.number(), head.number()));
			}
			else {
				this.others++;
			}
		}

		String heldBack() {
			return this.ranges.isEmpty() ? LogThrottle.heldBack(this.others)
					: " (and " + blocks() + " since the last such line)";
		}

		String blocks() {
			StringBuilder words = new StringBuilder();
			for (Range range : this.ranges) {
				words.append(words.isEmpty() ? "" : ", ").append(range);
			}
			if (this.others > 0) {
				words.append(words.isEmpty() ? "" : ", ").append(this.others).append(" more");
			}
			return words.toString();
		}

	}

	/** Blocks one after another. */
	private record Range(long first, long last) {

		@Override
		public String toString() {
			return (this.first == this.last) ? "block " + this.first : "blocks " + this.first + " to " + this.last;
		}

	}

}
