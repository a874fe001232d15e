package io.headwater.test.walk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.headwater.BlockRef;
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
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.StoredCheckpoint;
import org.jspecify.annotations.Nullable;

/**
 * Holds the events of one chain that a listener received to the contract, and fails at
 * the first that breaks it: a head that does not follow the one before, a reorg that is
 * not exactly what was delivered above its ancestor, a hole that no event names, a
 * confirmation too early, twice, or not at all. Headwater's own tests use it, and it is
 * of the same use where events take another way to who acts on them: a queue, a topic, a
 * table. Not safe for use by several threads at a time.
 * <p>
 * The contract is in the README, section "What is promised". The checker sees events
 * only: whether a head is of the chain at all, it does not know.
 */
public final class WalkChecker {

	private static final int REMEMBERED = 12;

	private static final int USUAL_WINDOW = 4096;

	private final ConfirmationRules confirmations;

	private final FormerBlocks former = new FormerBlocks();

	/** How many heads the tracker remembers, so that older ones need not be its own. */
	private final long window;

	/** The walk as a listener has it: the first head at the bottom. */
	private final List<BlockRef> stack = new ArrayList<>();

	private final Deque<String> history = new ArrayDeque<>();

	/** The block that the next head must stand on, if one was told. */
	private @Nullable BlockRef ground;

	/**
	 * Whether the ground is no head of the walk, so that the chain may leave it untold.
	 */
	private boolean groundIsUndelivered;

	/** The lowest head of the last reorg: were it to come again, it was no reorg. */
	private @Nullable BlockRef lowestReverted;

	/** The number that a skip promised, or -1. */
	private long promised = -1;

	/** Whether an earlier run, of which nothing is known, has delivered what is below. */
	private boolean resumedFromUnknown;

	/** The highest number since the walk began. */
	private long highest = -1;

	private long safe = -1;

	private long finalized = -1;

	/**
	 * Create a checker that has seen nothing.
	 * @param confirmations how many heads confirm a head, 0 for none
	 */
	public WalkChecker(int confirmations) {
		this(confirmations, USUAL_WINDOW);
	}

	/**
	 * Create a checker that has seen nothing.
	 * @param confirmations how many heads confirm a head, 0 for none
	 * @param window how many heads the tracker remembers: of older ones it believes the
	 * node that they are final
	 */
	public WalkChecker(int confirmations, int window) {
		this.confirmations = new ConfirmationRules(confirmations);
		this.window = window;
	}

	/**
	 * Take an event, in the order in which the listener received it. Events that are no
	 * part of the walk, such as changes of state, are ignored.
	 * @param event the event
	 * @throws AssertionError if it breaks the contract; the message has the rule and the
	 * last events
	 */
	public void accept(ChainEvent event) {
		if (event instanceof StreamStateChangedEvent || event instanceof ListenerFailedEvent) {
			return;
		}
		remember(event);
		if (event instanceof ConfirmedHeadEvent confirmed) {
			confirmed(confirmed);
			return;
		}
		if (event instanceof StreamResumedEvent resumed) {
			resumed(resumed.checkpoint());
			return;
		}
		assertComplete();
		if (event instanceof NewHeadEvent joined) {
			joined(joined.head());
		}
		else if (event instanceof ReorgEvent reorg) {
			reverted(reorg);
		}
		else if (event instanceof SafeHeadEvent read) {
			this.safe = ascending(read.head(), this.safe);
		}
		else if (event instanceof FinalizedHeadEvent read) {
			this.finalized = ascending(read.head(), this.finalized);
		}
		else if (event instanceof HeadsSkippedEvent skip) {
			skipped(skip);
		}
		else if (event instanceof ChainResetEvent reset) {
			require(reset.from().equals((tip() != null) ? tip() : this.ground),
					"a reset is told from the last delivered head");
			this.safe = -1;
			this.finalized = -1;
			beginAnew();
		}
	}

	private void joined(Head head) {
		BlockRef ground = this.ground;
		BlockRef block = head.ref();
		if (ground != null) {
			require(head.isChildOf(ground) || (this.groundIsUndelivered && head.number() == ground.number() + 1),
					"each head stands on the one before it, or on the common ancestor");
		}
		this.groundIsUndelivered = false;
		require(this.promised < 0 || this.promised == head.number(), "delivery goes on right after what was skipped");
		require(!block.equals(this.lowestReverted), "the common ancestor is the highest common block");
		this.stack.add(block);
		this.highest = Math.max(this.highest, block.number());
		this.ground = block;
		this.promised = -1;
		this.lowestReverted = null;
		this.confirmations.joined(this.stack);
	}

	private void reverted(ReorgEvent told) {
		List<BlockRef> reverted = told.reverted();
		int kept = this.stack.size() - reverted.size();
		if (kept < 0 && this.resumedFromUnknown) {
			requireUnknownBelow(reverted);
			kept = 0;
		}
		require(kept >= 0, "a reorg reverts delivered heads only");
		for (int i = 0; i < Math.min(reverted.size(), this.stack.size()); i++) {
			require(reverted.get(i).equals(this.stack.get(this.stack.size() - 1 - i)),
					"the reverted heads are the delivered ones, newest first");
		}
		BlockRef lowest = reverted.get(reverted.size() - 1);
		require(told.commonAncestor().number() == lowest.number() - 1, "all above the common ancestor is reverted");
		require(kept == 0 || told.commonAncestor().equals(this.stack.get(kept - 1)),
				"the common ancestor was delivered, unless all of the walk is void");
		voidFrom(kept);
		this.ground = told.commonAncestor();
		this.lowestReverted = lowest;
	}

	private void confirmed(ConfirmedHeadEvent told) {
		boolean isOfUnknown = isOfUnknown(told.head());
		require(isOfUnknown || this.confirmations.isNext(told.head().ref(), told.confirmations()),
				"a head is confirmed once, with " + this.confirmations + " on top");
		if (!isOfUnknown) {
			this.confirmations.confirmed(this.stack.size());
		}
	}

	/** Of heads that an earlier run has delivered, the numbers must descend. */
	private void requireUnknownBelow(List<BlockRef> reverted) {
		BlockRef tip = (tip() != null) ? tip() : this.ground;
		long top = (tip != null) ? tip.number() : -1;
		for (int i = 0; i < reverted.size(); i++) {
			require(reverted.get(i).number() == top - i, "the reverted heads have no holes");
		}
	}

	/** What was seen above the checkpoint is void, and what it stands on is not. */
	private void resumed(BlockRef checkpoint) {
		int size = this.stack.size();
		List<BlockRef> standing = this.former.standingUpTo(checkpoint, this.stack);
		int known = 0;
		while (known < Math.min(size, standing.size()) && standing.get(known).equals(this.stack.get(known))) {
			known++;
		}
		this.former.add(this.stack, known);
		this.stack.subList(known, size).clear();
		this.stack.addAll(standing.subList(known, standing.size()));
		this.confirmations.resumed(known, standing.size());
		this.resumedFromUnknown |= standing.isEmpty();
		this.groundIsUndelivered = standing.isEmpty();
		this.ground = checkpoint;
		this.highest = checkpoint.number();
		this.lowestReverted = null;
		this.promised = -1;
		this.safe = -1;
		this.finalized = -1;
	}

	/**
	 * Tell what was saved with the checkpoint of the {@link StreamResumedEvent} that was
	 * accepted last. Without it, what an earlier run has confirmed may be confirmed once
	 * more; with it, nothing that was saved may come twice.
	 * @param stored what the store had
	 */
	public void resumedFrom(StoredCheckpoint stored) {
		Checkpoint checkpoint = stored.checkpoint();
		if (stored.references().isEmpty()) {
			beginAboveVoidHeads();
		}
		else {
			beginAt(checkpoint.first());
		}
		BlockRef first = first();
		Long confirmed = checkpoint.confirmed();
		this.confirmations
			.resumedExactly((confirmed != null && first != null) ? (int) (confirmed - first.number() + 1) : 0);
		this.safe = (checkpoint.safe() != null) ? checkpoint.safe() : -1;
		this.finalized = (checkpoint.finalized() != null) ? checkpoint.finalized() : -1;
	}

	/** An earlier walk may have had the same block, and more below it. */
	private void beginAt(long first) {
		long below = this.stack.isEmpty() ? 0 : first - this.stack.get(0).number();
		if (below > 0) {
			this.stack.subList(0, (int) Math.min(below, this.stack.size())).clear();
			this.confirmations.resumed(0, this.stack.size());
		}
	}

	/** All heads of the walk are void, so that it begins anew right above. */
	private void beginAboveVoidHeads() {
		voidFrom(0);
		this.resumedFromUnknown = false;
		this.groundIsUndelivered = true;
	}

	/**
	 * Let the confirmations of what stands be left out: the headers cannot be had.
	 */
	public void doWithoutConfirmations() {
		this.confirmations.doWithoutThoseOf(this.stack.size());
	}

	private void skipped(HeadsSkippedEvent told) {
		BlockRef ground = this.ground;
		require(told.from() <= told.to(), "a skip skips something");
		require(ground == null || told.from() == ground.number() + 1, "a skip begins right after the last head");
		beginAnew();
		this.promised = told.to() + 1;
	}

	private long ascending(Head head, long last) {
		require(head.number() > last, "safe and finalized heads ascend");
		require(isOlderThanWindow(head) || isOfUnknown(head) || this.stack.contains(head.ref()),
				"a safe or finalized head was delivered");
		return head.number();
	}

	private boolean isOfUnknown(Head head) {
		return this.resumedFromUnknown && (this.stack.isEmpty() || head.number() < this.stack.get(0).number());
	}

	private boolean isOlderThanWindow(Head head) {
		return head.number() <= this.highest - this.window;
	}

	private void beginAnew() {
		this.highest = -1;
		voidFrom(0);
		this.resumedFromUnknown = false;
		this.ground = null;
		this.groundIsUndelivered = false;
		this.lowestReverted = null;
		this.promised = -1;
	}

	private void voidFrom(int kept) {
		this.former.add(this.stack, kept);
		this.stack.subList(kept, this.stack.size()).clear();
		this.confirmations.keep(kept);
	}

	/**
	 * Fail if something is still owed for the last event.
	 */
	public void assertComplete() {
		require(!this.confirmations.isOwed(), "a head with enough heads on top is confirmed at once");
	}

	/**
	 * Return the heads that stand, the first one of the walk at the beginning.
	 * @return the references
	 */
	public List<BlockRef> stack() {
		return List.copyOf(this.stack);
	}

	/**
	 * Return how many heads stand.
	 * @return the size of the stack
	 */
	public int size() {
		return this.stack.size();
	}

	/**
	 * Return the last head that stands.
	 * @return the tip, or {@code null} if there is none
	 */
	public @Nullable BlockRef tip() {
		return this.stack.isEmpty() ? null : this.stack.get(this.stack.size() - 1);
	}

	/**
	 * Return the first head that stands.
	 * @return the first head of the walk, or {@code null} if there is none
	 */
	public @Nullable BlockRef first() {
		return this.stack.isEmpty() ? null : this.stack.get(0);
	}

	private void remember(ChainEvent event) {
		this.history.add(describe(event));
		if (this.history.size() > REMEMBERED) {
			this.history.remove();
		}
	}

	/** Numbers and hashes, no whole headers. */
	private static String describe(ChainEvent event) {
		if (event instanceof NewHeadEvent joined) {
			return "NewHead[" + joined.head().ref() + " on " + joined.head().parentHash() + " " + joined.origin() + "]";
		}
		return (event instanceof ConfirmedHeadEvent confirmed) ? "ConfirmedHead[" + confirmed.head().ref() + "]"
				: event.toString();
	}

	private void require(boolean condition, String rule) {
		if (!condition) {
			throw new AssertionError(rule + ", but:\n  " + String.join("\n  ", this.history) + "\n  with a tip of "
					+ tip() + " and a ground of " + this.ground);
		}
	}

}
