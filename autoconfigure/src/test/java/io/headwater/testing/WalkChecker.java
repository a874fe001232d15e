package io.headwater.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.chain.WalkEvent;
import org.jspecify.annotations.Nullable;

/**
 * Folds what a listener is told over a stack, and fails at the first event that breaks
 * the contract: a head that does not follow, a reorg that is not exactly what was
 * delivered above its ancestor, a hole nobody told of, a confirmation too early, twice,
 * or not at all.
 */
public final class WalkChecker {

	private static final int REMEMBERED = 12;

	private static final int USUAL_WINDOW = 4096;

	private final int confirmations;

	/** How many heads the tracker remembers, so that older ones need not be its own. */
	private final long window;

	/** The walk as a listener has it: the first head at the bottom. */
	private final List<BlockRef> stack = new ArrayList<>();

	private final BitSet confirmed = new BitSet();

	private final Deque<String> history = new ArrayDeque<>();

	/** The block that the next head must stand on, if one was told. */
	private @Nullable BlockRef ground;

	/** The lowest head of the last reorg: were it to come again, it was no reorg. */
	private @Nullable BlockRef lowestReverted;

	/** The number that a skip promised, or -1. */
	private long promised = -1;

	private @Nullable BlockRef toBeConfirmed;

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
		this.confirmations = confirmations;
		this.window = window;
	}

	/**
	 * Take what a listener was told. Changes of state are no part of the walk.
	 * @param event the event
	 */
	public void accept(ChainEvent event) {
		if (event instanceof NewHeadEvent told) {
			accept(new WalkEvent.Joined(told.head(), told.origin()));
		}
		else if (event instanceof ReorgEvent told) {
			accept(new WalkEvent.Reverted(told.commonAncestor(), told.reverted()));
		}
		else if (event instanceof ConfirmedHeadEvent told) {
			accept(new WalkEvent.Confirmed(told.head(), told.confirmations()));
		}
		else if (event instanceof SafeHeadEvent told) {
			accept(new WalkEvent.Safe(told.head()));
		}
		else if (event instanceof FinalizedHeadEvent told) {
			accept(new WalkEvent.Finalized(told.head()));
		}
		else if (event instanceof HeadsSkippedEvent told) {
			accept(new WalkEvent.Skipped(told.from(), told.to(), told.reason()));
		}
		else if (event instanceof ChainResetEvent told) {
			accept(new WalkEvent.Reset(told.from(), told.to(), told.reason()));
		}
	}

	/**
	 * Take one event of the walk.
	 * @param event the event
	 */
	public void accept(WalkEvent event) {
		remember(event);
		if (!(event instanceof WalkEvent.Confirmed)) {
			assertComplete();
		}
		if (event instanceof WalkEvent.Joined told) {
			joined(told.head());
		}
		else if (event instanceof WalkEvent.Reverted told) {
			reverted(told);
		}
		else if (event instanceof WalkEvent.Confirmed told) {
			confirmed(told);
		}
		else if (event instanceof WalkEvent.Safe told) {
			this.safe = ascending(told.head(), this.safe);
		}
		else if (event instanceof WalkEvent.Finalized told) {
			this.finalized = ascending(told.head(), this.finalized);
		}
		else if (event instanceof WalkEvent.Skipped told) {
			skipped(told);
		}
		else if (event instanceof WalkEvent.Reset told) {
			require(!this.stack.isEmpty() && told.from().equals(tip()), "a reset is told from the last delivered head");
			this.safe = -1;
			this.finalized = -1;
			beginAnew();
		}
	}

	private void joined(Head head) {
		BlockRef ground = this.ground;
		BlockRef block = head.ref();
		if (ground != null) {
			require(head.isChildOf(ground), "each head stands on the one before it, or on the common ancestor");
		}
		require(this.promised < 0 || this.promised == head.number(), "delivery goes on right after what was skipped");
		require(!block.equals(this.lowestReverted), "the common ancestor is the highest common block");
		this.stack.add(block);
		this.highest = Math.max(this.highest, block.number());
		this.ground = block;
		this.promised = -1;
		this.lowestReverted = null;
		int below = this.stack.size() - 1 - this.confirmations;
		if (this.confirmations > 0 && below >= 0 && !this.confirmed.get(below)) {
			this.toBeConfirmed = this.stack.get(below);
		}
	}

	private void reverted(WalkEvent.Reverted told) {
		List<BlockRef> reverted = told.reverted();
		int kept = this.stack.size() - reverted.size();
		require(!reverted.isEmpty(), "a reorg that reverts nothing is no reorg");
		require(kept >= 0, "a reorg reverts delivered heads only");
		for (int i = 0; i < reverted.size(); i++) {
			require(reverted.get(i).equals(this.stack.get(this.stack.size() - 1 - i)),
					"the reverted heads are the delivered ones, newest first");
		}
		BlockRef lowest = reverted.get(reverted.size() - 1);
		require(told.commonAncestor().number() == lowest.number() - 1, "all above the common ancestor is reverted");
		require(kept == 0 || told.commonAncestor().equals(this.stack.get(kept - 1)),
				"the common ancestor was delivered, unless all of the walk is void");
		this.stack.subList(kept, this.stack.size()).clear();
		this.confirmed.clear(kept, Integer.MAX_VALUE);
		this.ground = told.commonAncestor();
		this.lowestReverted = lowest;
	}

	private void confirmed(WalkEvent.Confirmed told) {
		require(told.confirmations() == this.confirmations, "the number of confirmations is the configured one");
		require(told.head().ref().equals(this.toBeConfirmed), "a head is confirmed once, when enough heads are on top");
		this.confirmed.set(this.stack.size() - 1 - this.confirmations);
		this.toBeConfirmed = null;
	}

	private void skipped(WalkEvent.Skipped told) {
		BlockRef ground = this.ground;
		require(told.from() <= told.to(), "a skip skips something");
		require(ground == null || told.from() == ground.number() + 1, "a skip begins right after the last head");
		beginAnew();
		this.promised = told.to() + 1;
	}

	private long ascending(Head head, long last) {
		require(head.number() > last, "safe and finalized heads ascend");
		require(isOlderThanWindow(head) || this.stack.contains(head.ref()), "a safe or finalized head was delivered");
		return head.number();
	}

	private boolean isOlderThanWindow(Head head) {
		return head.number() <= this.highest - this.window;
	}

	private void beginAnew() {
		this.highest = -1;
		this.stack.clear();
		this.confirmed.clear();
		this.ground = null;
		this.lowestReverted = null;
		this.promised = -1;
	}

	/**
	 * Fail if something is still owed for the last event.
	 */
	public void assertComplete() {
		require(this.toBeConfirmed == null, "a head with enough heads on top is confirmed at once");
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

	private void remember(WalkEvent event) {
		this.history.add(describe(event));
		if (this.history.size() > REMEMBERED) {
			this.history.remove();
		}
	}

	/**
	 * Tell of events in few words.
	 * @param events the events
	 * @return numbers and hashes, no whole headers
	 */
	public static String describe(List<WalkEvent> events) {
		return events.stream().map(WalkChecker::describe).collect(Collectors.joining(", "));
	}

	private static String describe(WalkEvent event) {
		if (event instanceof WalkEvent.Joined told) {
			return "Joined[" + told.head().ref() + " on " + told.head().parentHash() + " " + told.origin() + "]";
		}
		return (event instanceof WalkEvent.Confirmed told) ? "Confirmed[" + told.head().ref() + "]" : event.toString();
	}

	private void require(boolean condition, String rule) {
		if (!condition) {
			throw new AssertionError(rule + ", but:\n  " + String.join("\n  ", this.history) + "\n  with a tip of "
					+ tip() + " and a ground of " + this.ground);
		}
	}

}
