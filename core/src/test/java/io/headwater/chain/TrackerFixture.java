package io.headwater.chain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.simulation.SimulatedHeads;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

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

	/** Numbers that the node should have served. */
	final List<Long> unserved = new ArrayList<>();

	/** How the walk stood, and why. */
	final List<String> paces = new ArrayList<>();

	/** Why announced heads were dropped. */
	final List<String> dropped = new ArrayList<>();

	/** Numbers whose content the node should have given. */
	final List<Long> withheld = new ArrayList<>();

	/** What entered the queue. */
	final List<WalkStep> steps = new ArrayList<>();

	/** At which numbers headers do not link. */
	final List<Long> unlinked = new ArrayList<>();

	final HeadTracker tracker;

	/** How many more steps enter the queue. */
	int room = Integer.MAX_VALUE;

	private final ScriptedNode node = new ScriptedNode();

	private final Deque<HeaderRequest> unanswered = new ArrayDeque<>();

	private final List<ContentRequest> unansweredContents = new ArrayList<>();

	private Predicate<Head> wanted = (head) -> false;

	private final Map<Long, Duration> tokens = new LinkedHashMap<>();

	private long nanos;

	TrackerFixture(TrackerSettings settings) {
		this(settings, null);
	}

	TrackerFixture(TrackerSettings settings, @Nullable Resumption resumption) {
		this.tracker = new HeadTracker(settings, resumption, this, this);
	}

	/** With a window of 64, no confirmations, and nothing limited. */
	static TrackerFixture following() {
		return new TrackerFixture(settings(64, 0, Long.MAX_VALUE, false));
	}

	static TrackerSettings settings(int window, int confirmations, long maxBlocks, boolean haltOnReset) {
		return new TrackerSettings(null, window, confirmations, 4, maxBlocks, haltOnReset, Duration.ofSeconds(10));
	}

	/**
	 * A tracker that an earlier run, whose walk is older, has brought to the last of
	 * these blocks.
	 */
	static TrackerFixture resumed(TrackerSettings settings, long from, long to, @Nullable Long confirmed,
			@Nullable Long finalized) {
		return resumed(settings, 1, from, to, confirmed, finalized);
	}

	/**
	 * A tracker that an earlier run has brought from the first of these blocks to the
	 * last.
	 */
	static TrackerFixture resumedWhole(TrackerSettings settings, long first, long to) {
		return resumed(settings, first, first, to, null, null);
	}

	private static TrackerFixture resumed(TrackerSettings settings, long first, long from, long to,
			@Nullable Long confirmed, @Nullable Long finalized) {
		List<BlockRef> references = LongStream.rangeClosed(from, to)
			.mapToObj((number) -> ScriptedNode.ref("" + number))
			.toList();
		Resumption resumption = new Resumption(ScriptedNode.ref("" + to), first, references, null, confirmed, finalized,
				finalized);
		return new TrackerFixture(settings, resumption).blocks(1, to + 100, "");
	}

	/** Blocks that stand on each other, the first one on a block that may be unknown. */
	TrackerFixture blocks(String below, String... names) {
		this.node.blocks(below, names);
		return this;
	}

	/** Blocks that do not name what they stand on. */
	TrackerFixture withoutParent(String... names) {
		this.node.withoutParent(names);
		return this;
	}

	/** Blocks of one branch, lowest first. */
	TrackerFixture blocks(long from, long to, String branch) {
		for (long number = from; number <= to; number++) {
			blocks((number - 1) + branch, number + branch);
		}
		return this;
	}

	/** The node's chain ends here, and is what stands below as far as it is known. */
	TrackerFixture chainEndsAt(String name) {
		this.node.chainEndsAt(name);
		return this;
	}

	/** The node serves a block by its number that is not on its chain. */
	TrackerFixture serves(String name) {
		this.node.serves(name);
		return this;
	}

	/** The node serves these no more, however they are asked for, but all others. */
	TrackerFixture hides(String... names) {
		this.node.hides(List.of(names));
		return this;
	}

	/** The node serves nothing up to a number. */
	TrackerFixture hidesUpTo(long number) {
		this.node.hidesUpTo(number);
		return this;
	}

	/** What the node calls finalized when the tracker asks for it. */
	TrackerFixture callsFinalized(String name) {
		this.node.callsFinalized(name);
		return this;
	}

	/** The stream has read the node's safe block. */
	TrackerFixture safe(String name) {
		this.tracker.finalityRead(FinalityTag.SAFE, head(name), 0);
		return this;
	}

	/** The stream has read the node's finalized block. */
	TrackerFixture finalized(String name) {
		this.tracker.finalityRead(FinalityTag.FINALIZED, head(name), 0);
		return this;
	}

	Head head(String name) {
		return this.node.head(name);
	}

	/** From now on all heads are delivered with their content only. */
	TrackerFixture wantsContents() {
		this.wanted = (head) -> true;
		return this;
	}

	/** From now on these heads are delivered with their content only. */
	TrackerFixture wantsContentsOf(String... names) {
		this.wanted = (head) -> Set.of(names).contains(this.node.name(head.ref()));
		return this;
	}

	/** The node gives the content of a head that it was asked for. */
	TrackerFixture give(String name) {
		return give(name, 100);
	}

	TrackerFixture give(String name, long bytes) {
		return fetched(content(name), ContentAnswer.served("logs of " + name, bytes, this.nanos));
	}

	TrackerFixture denyContent(String name) {
		return fetched(content(name), ContentAnswer.absent(this.nanos));
	}

	TrackerFixture failContent(String name) {
		return fetched(content(name), ContentAnswer.failed(this.nanos));
	}

	/** The node denies all contents that it was asked for. */
	TrackerFixture denyContents() {
		List.copyOf(this.unansweredContents).forEach((request) -> denyContent(this.node.name(request.head().ref())));
		return this;
	}

	/** The node gives all contents, and answers, until nothing is asked any more. */
	TrackerFixture giveAll() {
		answer();
		while (!this.unansweredContents.isEmpty()) {
			give(this.node.name(this.unansweredContents.get(0).head().ref())).answer();
		}
		return this;
	}

	/** The request for the content of a head, which is answered now or never. */
	ContentRequest content(String name) {
		ContentRequest request = this.unansweredContents.stream()
			.filter((other) -> name.equals(this.node.name(other.head().ref())))
			.findFirst()
			.orElseThrow(() -> new AssertionError("the content of " + name + " is not asked for"));
		this.unansweredContents.remove(request);
		return request;
	}

	TrackerFixture fetched(ContentRequest request, ContentAnswer answer) {
		this.tracker.contentFetched(request, answer);
		return this;
	}

	/** Of which heads the content is asked for now. */
	List<String> contentsUnderWay() {
		return this.unansweredContents.stream().map((request) -> this.node.name(request.head().ref())).toList();
	}

	/** Connect, and deliver the newest head. */
	TrackerFixture connect() {
		this.tracker.connected(true);
		return answer();
	}

	/** Another node is followed from now on. */
	TrackerFixture failOver() {
		disconnect();
		this.tracker.connected(false);
		return answer();
	}

	/** Heads are delivered one by one up to a number, the first one by connecting. */
	TrackerFixture deliver(long from, long to) {
		chainEndsAt("" + from).connect();
		for (long number = from + 1; number <= to; number++) {
			chainEndsAt("" + number).announce("" + number);
		}
		return forgetWhatWasTold();
	}

	/** The node announces that its chain ends here, and answers what is asked then. */
	TrackerFixture announce(String name) {
		tell(name);
		return answer();
	}

	/** The node announces a head, and answers nothing. */
	TrackerFixture tell(String name) {
		this.tracker.announced(head(name), this.nanos);
		return this;
	}

	/** The node announces a head that may be no block, and answers nothing. */
	TrackerFixture claim(long number, String name, String parent) {
		this.tracker.announced(this.node.claim(number, name, parent), this.nanos);
		return this;
	}

	/** The node answers until nothing is asked any more. */
	TrackerFixture answer() {
		for (int i = 0; i < 10_000 && !this.unanswered.isEmpty(); i++) {
			answerNext();
		}
		return this;
	}

	/** The node answers until it is asked for something, and leaves that open. */
	TrackerFixture answerUntilAsked(String what) {
		while (!this.unanswered.isEmpty() && !this.asked.contains(what)) {
			answerNext();
		}
		return this;
	}

	TrackerFixture answerNext() {
		HeaderRequest request = this.unanswered.remove();
		Head head = this.node.find(request);
		this.tracker.fetched(request,
				(head != null) ? HeaderAnswer.served(head, this.nanos) : HeaderAnswer.absent(this.nanos));
		return this;
	}

	TrackerFixture answerNextWith(String name) {
		this.tracker.fetched(this.unanswered.remove(), HeaderAnswer.served(head(name), this.nanos));
		return this;
	}

	/** The node serves a header that names a parent nobody has. */
	TrackerFixture answerNextWithFalseParent() {
		HeaderRequest request = this.unanswered.remove();
		Head head = SimulatedHeads.withoutLink(Objects.requireNonNull(this.node.find(request)));
		this.tracker.fetched(request, HeaderAnswer.served(head, this.nanos));
		return this;
	}

	TrackerFixture denyNext() {
		this.tracker.fetched(this.unanswered.remove(), HeaderAnswer.absent(this.nanos));
		return this;
	}

	TrackerFixture failNext() {
		this.tracker.fetched(this.unanswered.remove(), HeaderAnswer.failed(this.nanos));
		return this;
	}

	TrackerFixture refuseNext() {
		this.tracker.fetched(this.unanswered.remove(), HeaderAnswer.refused(0));
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
		return answerLatestAnd(this::denyNext);
	}

	/** A node that tells its newest head, and does something else with the others. */
	TrackerFixture answerLatestAnd(Runnable others) {
		return forEachUnanswered((request) -> {
			if (request.kind() == HeaderRequest.Kind.LATEST) {
				answerNext();
			}
			else {
				others.run();
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
		chainEndsAt(String.valueOf(number));
		this.tracker.announced(this.node.lieAbout(String.valueOf(number)), 0);
		return this;
	}

	/** An answer is under way while the node announces the next head. */
	TrackerFixture lateAnswer(String next) {
		HeaderRequest request = this.unanswered.remove();
		Head head = this.node.find(request);
		chainEndsAt(next).tell(next);
		this.tracker.fetched(request, HeaderAnswer.served(Objects.requireNonNull(head), this.nanos));
		return answer();
	}

	/** All waits that are under way are over. */
	TrackerFixture waitsEnd() {
		Map<Long, Duration> due = new LinkedHashMap<>(this.tokens);
		this.tokens.clear();
		this.nanos += due.values().stream().mapToLong(Duration::toNanos).max().orElse(0);
		due.keySet().forEach(this.tracker::retryDue);
		return this;
	}

	/** How long the waits were that are over. */
	Duration elapsed() {
		return Duration.ofNanos(this.nanos);
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
		this.unansweredContents.clear();
		this.tracker.disconnected();
		return this;
	}

	TrackerFixture roomFor(int steps) {
		this.room = steps;
		this.tracker.room();
		return this;
	}

	/** Connect, and answer until the tracker asks for something. */
	TrackerFixture connectUntilAsked(String what) {
		this.tracker.connected(true);
		return answerUntilAsked(what);
	}

	TrackerFixture forgetWhatWasAsked() {
		this.asked.clear();
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
		this.asked.add(this.node.describe(request));
	}

	@Override
	public boolean wantsContent(Head head) {
		return this.wanted.test(head);
	}

	@Override
	public void fetchContent(ContentRequest request) {
		assertThat(contentsUnderWay()).doesNotContain(this.node.name(request.head().ref()));
		this.unansweredContents.add(request);
		this.asked.add("content " + this.node.name(request.head().ref()));
	}

	@Override
	public boolean enter(WalkStep step) {
		if (this.room == 0) {
			return false;
		}
		this.room--;
		this.steps.add(step);
		this.told.addAll(step.events().stream().map(this.node::describe).toList());
		return true;
	}

	@Override
	public void retryAfter(Duration delay, long token) {
		this.waits.add(delay);
		this.tokens.put(token, delay);
	}

	@Override
	public void paceChanged(Pace pace, String reason) {
		this.paces.add(pace + ": " + reason);
	}

	@Override
	public void dropped(AnnouncementFault fault) {
		this.dropped.add(fault.name());
	}

	@Override
	public void unlinked(long number) {
		this.unlinked.add(number);
	}

	@Override
	public void unserved(long number) {
		this.unserved.add(number);
	}

	@Override
	public void withheld(long number) {
		this.withheld.add(number);
	}

	@Override
	public void warned(String warning) {
		this.warnings.add(warning);
	}

}
