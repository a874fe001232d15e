package io.headwater.chain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * A tracker with a node and listeners that do what the test says. Blocks have names:
 * their number, and a letter for their branch.
 */
final class TrackerFixture implements HeaderSource, WalkOutput {

	/** What the listeners were told. */
	final List<String> told = new ArrayList<>();

	final List<String> asked = new ArrayList<>();

	final List<String> warnings = new ArrayList<>();

	final List<Duration> waits = new ArrayList<>();

	final HeadTracker tracker;

	/** How many more steps enter the queue. */
	int room = Integer.MAX_VALUE;

	private final Map<String, Head> heads = new HashMap<>();

	private final Map<Hash, String> names = new HashMap<>();

	private final Map<Long, Head> canonical = new HashMap<>();

	private final List<String> hidden = new ArrayList<>();

	private final Deque<HeaderRequest> unanswered = new ArrayDeque<>();

	private final Deque<Long> tokens = new ArrayDeque<>();

	private @Nullable Head latest;

	TrackerFixture(TrackerSettings settings) {
		this.tracker = new HeadTracker(settings, this, this);
	}

	/** With a window of 64, no confirmations, and nothing limited. */
	static TrackerFixture following() {
		return new TrackerFixture(settings(64, 0, Long.MAX_VALUE, false));
	}

	static TrackerSettings settings(int window, int confirmations, long maxBlocks, boolean haltOnReset) {
		return new TrackerSettings(null, window, confirmations, 4, maxBlocks, haltOnReset, Duration.ofSeconds(10));
	}

	/** Blocks that stand on each other, the first one on a block that may be unknown. */
	TrackerFixture blocks(String below, String... names) {
		String parent = below;
		for (String name : names) {
			long number = number(name);
			this.names.put(hash(name), name);
			this.names.put(hash(parent), parent);
			this.heads.put(name,
					Head.builder()
						.number(number)
						.hash(hash(name))
						.parentHash(hash(parent))
						.stateRoot(hash(name))
						.timestamp(number)
						.build());
			parent = name;
		}
		return this;
	}

	/** Blocks of one branch, lowest first. */
	TrackerFixture blocks(long from, long to, String branch) {
		for (long number = from; number <= to; number++) {
			blocks((number - 1) + branch, number + branch);
		}
		return this;
	}

	static long number(String name) {
		return Long.parseLong(name.replaceAll("\\D", ""));
	}

	private static Hash hash(String name) {
		return Hash.of("0x%016x%048x".formatted(number(name), name.hashCode()));
	}

	Head head(String name) {
		return this.heads.get(name);
	}

	/** The node's chain ends here, and is what stands below as far as it is known. */
	TrackerFixture chainEndsAt(String name) {
		this.canonical.clear();
		Head top = this.heads.get(name);
		this.latest = top;
		while (top != null) {
			this.canonical.put(top.number(), top);
			top = this.heads.get(this.names.get(top.parentHash()));
		}
		return this;
	}

	/** The node does not serve these, however they are asked for. */
	TrackerFixture hides(String... names) {
		this.hidden.clear();
		this.hidden.addAll(List.of(names));
		return this;
	}

	/** Connect, and deliver the newest head. */
	TrackerFixture connect() {
		this.tracker.connected(true);
		return answer();
	}

	/** The node announces that its chain ends here, and answers what is asked then. */
	TrackerFixture announce(String name) {
		tell(name);
		return answer();
	}

	/** The node announces a head, and answers nothing. */
	TrackerFixture tell(String name) {
		this.tracker.announced(head(name), 0);
		return this;
	}

	/** The node answers until nothing is asked any more. */
	TrackerFixture answer() {
		for (int i = 0; i < 10_000 && !this.unanswered.isEmpty(); i++) {
			answerNext();
		}
		return this;
	}

	TrackerFixture answerNext() {
		HeaderRequest request = this.unanswered.remove();
		Head head = find(request);
		this.tracker.fetched(request, (head != null) ? HeaderAnswer.served(head, 0) : HeaderAnswer.absent(0));
		return this;
	}

	TrackerFixture denyNext() {
		this.tracker.fetched(this.unanswered.remove(), HeaderAnswer.absent(0));
		return this;
	}

	TrackerFixture failNext() {
		this.tracker.fetched(this.unanswered.remove(), HeaderAnswer.failed(0));
		return this;
	}

	TrackerFixture denyAll() {
		return forEachUnanswered((request) -> denyNext());
	}

	TrackerFixture failAll() {
		return forEachUnanswered((request) -> failNext());
	}

	/** A node that knows its newest head, but none of the others asked for now. */
	TrackerFixture denyAllButLatest() {
		return forEachUnanswered((request) -> {
			if (request.kind() == HeaderRequest.Kind.LATEST) {
				answerNext();
			}
			else {
				denyNext();
			}
		});
	}

	private TrackerFixture forEachUnanswered(Consumer<HeaderRequest> answer) {
		for (int left = this.unanswered.size(); left > 0; left--) {
			answer.accept(this.unanswered.element());
		}
		return this;
	}

	/** The node announces a block of its chain under another hash than it serves. */
	TrackerFixture lie(long number) {
		Head served = head(String.valueOf(number));
		String lie = number + "lie";
		this.names.put(hash(lie), lie);
		chainEndsAt(String.valueOf(number));
		this.tracker.announced(Head.builder()
			.number(number)
			.hash(hash(lie))
			.parentHash(served.parentHash())
			.stateRoot(served.stateRoot())
			.timestamp(number)
			.build(), 0);
		return this;
	}

	/** An answer is under way while the node announces the next head. */
	TrackerFixture lateAnswer(String next) {
		HeaderRequest request = this.unanswered.remove();
		Head head = find(request);
		chainEndsAt(next).tell(next);
		this.tracker.fetched(request, HeaderAnswer.served(Objects.requireNonNull(head), 0));
		return answer();
	}

	private @Nullable Head find(HeaderRequest request) {
		Head head = switch (request.kind()) {
			case LATEST -> this.latest;
			case BY_NUMBER -> this.canonical.get(request.number());
			case BY_HASH -> this.heads.get(this.names.get(request.hash()));
		};
		return (head == null || this.hidden.contains(this.names.get(head.hash()))) ? null : head;
	}

	/** All waits that are under way are over. */
	TrackerFixture waitsEnd() {
		for (int left = this.tokens.size(); left > 0; left--) {
			this.tracker.retryDue(this.tokens.remove());
		}
		return this;
	}

	/** Waits end and requests are answered for a while. */
	TrackerFixture timePasses(int waits) {
		for (int i = 0; i < waits; i++) {
			waitsEnd().answer();
		}
		return this;
	}

	TrackerFixture disconnect() {
		this.unanswered.clear();
		this.tracker.disconnected();
		return this;
	}

	TrackerFixture roomFor(int steps) {
		this.room = steps;
		this.tracker.room();
		return this;
	}

	TrackerFixture forgetWhatWasTold() {
		this.told.clear();
		this.asked.clear();
		return this;
	}

	@Override
	public void fetch(HeaderRequest request) {
		this.unanswered.add(request);
		this.asked.add(switch (request.kind()) {
			case LATEST -> "latest";
			case BY_NUMBER -> "number " + request.number();
			case BY_HASH -> "hash " + this.names.get(request.hash());
		});
	}

	@Override
	public boolean enter(WalkStep step) {
		if (this.room == 0) {
			return false;
		}
		this.room--;
		this.told.addAll(step.events().stream().map(this::describe).toList());
		return true;
	}

	private String describe(WalkEvent event) {
		if (event instanceof WalkEvent.Joined told) {
			return name(told.head().ref());
		}
		if (event instanceof WalkEvent.Reverted told) {
			return told.reverted().stream().map(this::name).collect(Collectors.joining(" ")) + " void, on "
					+ name(told.commonAncestor());
		}
		if (event instanceof WalkEvent.Confirmed told) {
			return name(told.head().ref()) + " confirmed by " + told.confirmations();
		}
		if (event instanceof WalkEvent.Skipped told) {
			return told.from() + " to " + told.to() + " skipped, " + told.reason();
		}
		WalkEvent.Reset told = (WalkEvent.Reset) event;
		return "reset from " + name(told.from()) + " to " + name(told.to()) + ", " + told.reason();
	}

	private String name(BlockRef block) {
		return this.names.get(block.hash());
	}

	@Override
	public void retryAfter(Duration delay, long token) {
		this.waits.add(delay);
		this.tokens.add(token);
	}

	@Override
	public void paceChanged(Pace pace, String reason) {
	}

	@Override
	public void warned(String warning) {
		this.warnings.add(warning);
	}

}
