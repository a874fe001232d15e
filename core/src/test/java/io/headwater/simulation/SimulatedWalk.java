package io.headwater.simulation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadsSkippedEvent;
import io.headwater.chain.AnnouncementFault;
import io.headwater.chain.ContentLoss;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.test.walk.WalkChecker;
import io.headwater.testing.WalkEvents;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners are told in a simulation, checked as it enters the queue.
 */
final class SimulatedWalk {

	static final String UNLINKED = "times unlinked";

	static final String LEFT = "nodes left that do not serve what is missing";

	static final String CONTENTS = "contents";

	static final String PRUNED_CONTENTS = "contents pruned";

	static final String GIVEN_UP = "confirmations given up";

	/** What may be told at all. */
	static final Set<String> ALL = Set.of("resumes", "heads", "lies", "liars found out", "reorgs", "confirmed", "safe",
			"finalized", "skips for CATCH_UP_LIMIT", "skips for PRUNED", "resets for BEYOND_WINDOW",
			"resets for CHAIN_RESTARTED", "resets for FINALITY", UNLINKED, LEFT, GIVEN_UP, CONTENTS, PRUNED_CONTENTS,
			"dropped for NO_HASH", "dropped for OWN_PARENT", "dropped for NO_PARENT", "dropped for OTHER_NUMBER",
			"dropped for NOT_SERVED");

	private final Schedule schedule;

	private final SimulatedNode node;

	private final Truth truth;

	private WalkChecker checker;

	/** Where what is told goes, since the last start. */
	private @Nullable SimulatedQueue queue;

	private final SimulatedResumption resumption = new SimulatedResumption();

	private boolean begun;

	private final Map<String, Long> told = new TreeMap<>();

	/** The highest number since the walk began. */
	private long highest = -1;

	/** The last block that was told as finalized, unless that is not vouched for. */
	private @Nullable BlockRef finalized;

	/** The genesis block that was served first since the walk began. */
	private @Nullable Hash genesis;

	/** The one that was served last, unless it was denied too often since. */
	private @Nullable Hash lastGenesis;

	private int genesisDenied;

	private boolean lastWasReset;

	private @Nullable BlockRef resetTo;

	/** Whether it is known of the node that it lies. */
	private boolean foundOut;

	SimulatedWalk(Schedule schedule, SimulatedNode node, Truth truth) {
		this.schedule = schedule;
		this.node = node;
		this.truth = truth;
		this.checker = newChecker();
	}

	private WalkChecker newChecker() {
		return new WalkChecker(this.schedule.settings().confirmations(), this.schedule.settings().window());
	}

	/**
	 * Note that an application has started.
	 * @param stored the checkpoint that it goes on from, or {@code null}
	 * @param queue where its steps go
	 */
	void begins(@Nullable StoredCheckpoint stored, SimulatedQueue queue) {
		this.resumption.begins(stored);
		this.queue = queue;
		this.begun = stored != null;
		this.resetTo = null;
		this.foundOut = false;
		this.genesis = null;
		this.lastGenesis = null;
		if (stored == null) {
			this.checker = newChecker();
			beginsAnew();
			this.finalized = null;
		}
	}

	boolean enter(WalkStep step) {
		if (!Objects.requireNonNull(this.queue).offer(step)) {
			return false;
		}
		for (WalkEvent event : step.events()) {
			require(this.node.isOpen(), "nothing is delivered without a connection");
			if (event instanceof WalkEvent.Resumed resumed) {
				resumed(resumed, step);
				continue;
			}
			require(this.resumption.isTold(), "a start from a checkpoint tells it first");
			accept(event);
			this.checker.accept(WalkEvents.told(event));
			if (event instanceof WalkEvent.Joined joined) {
				this.resumption.joined(joined.head().ref(), first());
			}
		}
		this.checker.assertComplete();
		return true;
	}

	private void resumed(WalkEvent.Resumed event, WalkStep step) {
		count("resumes");
		Checkpoint checkpoint = this.resumption.told(event, step, this.checker);
		this.highest = checkpoint.block().number();
		this.finalized = (this.schedule.world().finality() != FinalityModel.NEWEST)
				? this.resumption.finalized(checkpoint) : null;
		this.lastWasReset = false;
	}

	/**
	 * Note what the tracker was answered when it asked for the genesis block.
	 */
	void genesisAnswered(HeaderAnswer answer) {
		Head head = answer.head();
		this.genesisDenied = (head != null) ? 0 : this.genesisDenied + 1;
		if (head != null && this.checker.tip() != null) {
			this.genesis = (this.genesis != null) ? this.genesis : head.hash();
			this.lastGenesis = head.hash();
		}
		else if (this.genesisDenied >= 3) {
			this.lastGenesis = this.genesis;
		}
	}

	/** The walk begins anew, whatever was remembered of it. */
	private void beginsAnew() {
		this.highest = -1;
		this.genesis = null;
		this.lastGenesis = null;
		this.resumption.forget();
	}

	private void accept(WalkEvent event) {
		this.lastWasReset = event instanceof WalkEvent.Reset;
		if (event instanceof WalkEvent.Joined joined) {
			joined(joined.head());
			content(joined.head(), joined.content());
		}
		else if (event instanceof WalkEvent.Reverted reorg) {
			reverted(reorg.reverted());
			require(isOnWalk(reorg.commonAncestor()) || oldestRemembered() == first(),
					"what may be forgotten is not reverted");
			require(isOnWalk(reorg.commonAncestor()) || this.genesis == null || this.genesis.equals(this.lastGenesis),
					"with another genesis block it is another chain, and no reorg");
		}
		else if (event instanceof WalkEvent.Skipped skip) {
			skipped(skip);
		}
		else if (event instanceof WalkEvent.Reset reset) {
			reset(reset);
		}
		else if (event instanceof WalkEvent.Safe) {
			count("safe");
		}
		else if (event instanceof WalkEvent.Finalized block) {
			count("finalized");
			this.finalized = (this.schedule.world().finality() != FinalityModel.NEWEST) ? block.head().ref() : null;
			this.resumption.finalized(block.head().ref());
		}
		else {
			count("confirmed");
		}
	}

	private void joined(Head head) {
		Long start = this.schedule.settings().start();
		require(this.begun || start == null || this.checker.tip() != null || maySkip() || head.number() == start,
				"the first head is the one to start with");
		require(!FalseHeads.isFalse(head.hash()), "what nobody vouches for is not delivered");
		if (SimulatedHeads.isLie(head.hash())) {
			count("lies");
			require(!this.foundOut, "a node that lies is not believed once it is found out");
		}
		else {
			require(this.truth.wasCanonicalSince(head.ref(), this.node.openedAt()),
					"head " + head.number() + " was canonical while it was fetched");
		}
		require(this.resetTo == null || this.schedule.settings().haltOnReset() || head.ref().equals(this.resetTo),
				"after a reset delivery goes on where it said");
		this.resetTo = null;
		this.begun = true;
		this.highest = Math.max(this.highest, head.number());
		count("heads");
	}

	private void content(Head head, @Nullable Object content) {
		SimulatedContents contents = this.node.contents();
		if (content == null) {
			require(!contents.wants(head), "no head is delivered without what is wanted of it");
		}
		else if (content == ContentLoss.PRUNED) {
			count(PRUNED_CONTENTS);
			require(head.number() < contents.prunedBelow(), "what nodes have is not pruned");
		}
		else {
			count(CONTENTS);
			require(content.equals(SimulatedContents.of(head)), "a head is delivered with its own content");
		}
	}

	private boolean maySkip() {
		return this.schedule.settings().maxBlocks() < Long.MAX_VALUE
				|| this.schedule.world().hardship() == Hardship.PRUNING;
	}

	private void reverted(List<BlockRef> reverted) {
		count("reorgs");
		BlockRef lowest = reverted.get(reverted.size() - 1);
		require(isContradicted(lowest), "what is reverted was not canonical for some backend");
		require(!this.schedule.isStraight(), "lag alone is no reorg");
		require(this.finalized == null || lowest.number() > this.finalized.number(), "what is final is not reverted");
	}

	private boolean isContradicted(BlockRef block) {
		return SimulatedHeads.isLie(block.hash()) || this.truth.wasContradictedSince(block, this.node.openedAt());
	}

	private void skipped(WalkEvent.Skipped skip) {
		count("skips for " + skip.reason());
		if (skip.reason() == HeadsSkippedEvent.Reason.PRUNED) {
			require(skip.to() < prunedBelow(), "nothing is skipped that is served");
		}
		else {
			require(this.schedule.settings().maxBlocks() < Long.MAX_VALUE, "nothing is skipped without a limit");
		}
		beginsAnew();
	}

	private void reset(WalkEvent.Reset reset) {
		count("resets for " + reset.reason());
		require(!isRemembered(reset.to()), "a reset leads to a block that was not delivered");
		if (reset.reason() == ChainResetEvent.Reason.FINALITY) {
			require(this.finalized != null && isContradicted(this.finalized), "a finalized head was reverted");
		}
		else {
			require(isContradicted(oldest()) || isPruned(reset), "the chain has left all that is remembered");
			require(reset.reason() != ChainResetEvent.Reason.BEYOND_WINDOW || oldestRemembered() > first()
					|| reset.to().number() < first() || isPruned(reset),
					"a walk that is remembered as a whole is reverted as a whole");
		}
		this.resetTo = reset.to();
		this.finalized = null;
		beginsAnew();
	}

	/** The branch leaves the walk at a block that is not served any more. */
	private boolean isPruned(WalkEvent.Reset reset) {
		return reset.to().number() == prunedBelow() && isContradicted(reset.from());
	}

	/** A block is served with what is wanted of it, or not at all. */
	private long prunedBelow() {
		return this.node.backends().prunedBelow();
	}

	private boolean isOnWalk(BlockRef block) {
		return this.checker.stack().contains(block);
	}

	/** The number of the first head of the walk, or of the one that is to come. */
	private long first() {
		BlockRef first = this.checker.first();
		return (first != null) ? first.number() : this.resumption.oldest();
	}

	private BlockRef oldest() {
		List<BlockRef> stack = this.checker.stack();
		BlockRef resumedFrom = this.resumption.checkpoint();
		if (stack.isEmpty() && resumedFrom != null) {
			return resumedFrom;
		}
		return stack.get((int) (oldestRemembered() - stack.get(0).number()));
	}

	/**
	 * Return the lowest number that the tracker may remember.
	 */
	long oldestRemembered() {
		BlockRef first = this.checker.first();
		return Math.max(Math.max((first != null) ? first.number() : 0, this.resumption.oldest()),
				this.highest - this.schedule.settings().window() + 1);
	}

	/** Of what is below the window, nobody can say whether it was delivered. */
	private boolean isRemembered(BlockRef block) {
		return block.number() >= oldestRemembered() && this.checker.stack().contains(block);
	}

	/**
	 * Note that it is known whether the node lies.
	 */
	void foundOut(boolean foundOut) {
		this.foundOut = foundOut;
		if (foundOut) {
			count("liars found out");
		}
	}

	void warned(String warning) {
		if (warning.contains("announces other hashes")) {
			require(this.schedule.world().hardship() == Hardship.LIES, "the node does not lie");
			foundOut(true);
		}
		if (warning.contains("headers cannot be had")) {
			count(GIVEN_UP);
			this.checker.doWithoutConfirmations();
		}
	}

	/**
	 * Return whether it has been told from which checkpoint the walk goes on.
	 */
	boolean hasResumed() {
		return this.resumption.isTold();
	}

	/**
	 * Return whether a restart has made it uncertain what was delivered before.
	 */
	boolean isOlderThanRestart(BlockRef block) {
		return block.number() < this.resumption.oldest();
	}

	/**
	 * Note that a node was left for the headers that it does not serve.
	 */
	void left() {
		count(LEFT);
		foundOut(false);
	}

	void halted(String reason) {
		require(this.lastWasReset && this.schedule.settings().haltOnReset(),
				"the walk halts for a reset only, not because " + reason);
	}

	void dropped(AnnouncementFault fault) {
		count("dropped for " + fault);
	}

	void unlinked() {
		count(UNLINKED);
	}

	private void count(String what) {
		this.told.merge(what, 1L, Long::sum);
	}

	WalkChecker checker() {
		return this.checker;
	}

	/**
	 * Return how often what was told.
	 */
	Map<String, Long> told() {
		return Map.copyOf(this.told);
	}

	long heads() {
		return this.told.getOrDefault("heads", 0L);
	}

	/**
	 * Return the last block that was told as finalized.
	 */
	@Nullable BlockRef finalized() {
		return this.finalized;
	}

	static void require(boolean condition, String rule) {
		if (!condition) {
			throw new AssertionError(rule);
		}
	}

}
