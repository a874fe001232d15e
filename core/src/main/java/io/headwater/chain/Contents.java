package io.headwater.chain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.Requests.ContentAsker;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to heads that are not delivered yet, as their logs do: a head enters the
 * queue unless its content is missing. It is kept by the head's hash, so it is right on
 * whatever path that head stands, and no other head gets it. Asked for are the lowest
 * heads of the path, and announced heads that follow the tip.
 */
final class Contents implements ContentAsker {

	/** So much may wait here together, or one content alone. */
	private static final long MOST_BYTES = 4 << 20;

	/** How many heads are remembered for each request that may be under way. */
	private static final int MOST_PER_REQUEST = 4;

	/** After so many denials the headers may be wrong, and after twice as many again. */
	private static final int MANY = 8;

	/** So often is denied what was pruned below: a backend may lag. */
	private static final int TIMES = 3;

	/** How fast it is forgotten that contents were large. */
	private static final int SMOOTHING = 8;

	private final DeliveredChain walk;

	private final FollowedNode node;

	private final Requests requests;

	private final int maxInFlight;

	private final Retry retry;

	private final LatestReading latest;

	private final SyncTarget target;

	private final Pruning.DeniedNumber pruned;

	private final Duration staleHeadAfter;

	private final WalkOutput output;

	/** By the hashes of their heads, in the order in which they were wanted first. */
	private final Map<Hash, Content> contents = new LinkedHashMap<>();

	/**
	 * Announced heads that follow the tip, one after the other, the first of which waits.
	 */
	private final Deque<Known> following = new ArrayDeque<>();

	/** The head that would be delivered if its content were there. */
	private @Nullable Hash next;

	/** The head that was next when its content was denied last. */
	private @Nullable Hash denied;

	private long bytes;

	/** How large the next content is expected to be. */
	private long expectedBytes;

	/** Create it for a connection. */
	Contents(TrackerSettings settings, DeliveredChain walk, FollowedNode node, Requests requests, Waits waits,
			LatestReading latest, SyncTarget target, Pruning.Denial earlier, WalkOutput output) {
		this.walk = walk;
		this.node = node;
		this.requests = requests;
		this.maxInFlight = settings.maxInFlight();
		this.retry = new Retry(waits, () -> {
		});
		this.latest = latest;
		this.target = target;
		this.pruned = new Pruning.DeniedNumber(settings.window(), earlier, this.retry);
		this.staleHeadAfter = settings.staleHeadAfter();
		this.output = output;
	}

	/**
	 * Return whether a head must not be delivered yet, since what belongs to it is wanted
	 * and not there.
	 */
	boolean isMissing(Head head) {
		Content content = this.contents.isEmpty() ? null : this.contents.get(head.hash());
		return (content != null) ? content.value == null : this.requests.wantsContent(head);
	}

	/** Return what belongs to a head, or {@code null} if that is not there. */
	@Nullable Object of(Head head) {
		Content content = this.contents.isEmpty() ? null : this.contents.get(head.hash());
		return (content != null) ? content.value : null;
	}

	/**
	 * Return whether an announced head follows another one that follows the tip, and
	 * waits for its content.
	 */
	boolean isAwaitedBy(Head head) {
		Known last = this.following.peekLast();
		return last != null && head.isChildOf(last.head().ref());
	}

	/**
	 * Let an announced head follow the tip, or those that do, once its content is there,
	 * whatever else is sought.
	 */
	void follow(Known announced) {
		Head head = announced.head();
		if (this.following.stream().anyMatch((other) -> other.isSame(head))) {
			return;
		}
		if (!isAwaitedBy(head)) {
			this.following.clear();
		}
		if (this.following.size() < this.maxInFlight) {
			this.following.addLast(announced);
			if (isMissing(head)) {
				ask(head, this.following.size() == 1);
			}
		}
	}

	/**
	 * Return the announced head of a number that waits to follow the tip, or
	 * {@code null}.
	 */
	@Nullable Head waiting(long number) {
		for (Known known : this.following) {
			if (known.number() == number) {
				return known.head();
			}
		}
		return null;
	}

	/**
	 * Return the announced head that follows the tip, if it has waited and need not any
	 * more, or {@code null}.
	 */
	@Nullable Known nextFollowing() {
		while (!this.following.isEmpty() && this.following.getFirst().number() <= this.walk.tipNumber()) {
			this.following.removeFirst();
		}
		Known first = this.following.peekFirst();
		return (first != null && this.walk.isNext(first.head()) && !isMissing(first.head())) ? first : null;
	}

	/** Ask for what is missing of the next heads. */
	void await(List<Head> heads) {
		Head first = heads.get(0);
		this.next = first.hash();
		boolean more = ask(first, true);
		Iterator<Head> above = heads.listIterator(1);
		while (more && above.hasNext()) {
			Head head = above.next();
			more = !isMissing(head) || (makeRoom(heads) && ask(head, false));
		}
	}

	/** What is of no use on this path gives way. */
	private boolean makeRoom(List<Head> heads) {
		if (!hasRoom()) {
			Set<Hash> useful = new HashSet<>();
			heads.forEach((head) -> useful.add(head.hash()));
			this.following.forEach((known) -> useful.add(known.head().hash()));
			removeIf((content) -> !useful.contains(content.head.hash()));
		}
		return hasRoom();
	}

	private boolean hasRoom() {
		int underWay = this.requests.contentsUnderWay();
		return underWay < this.maxInFlight && this.bytes + (underWay + 1) * this.expectedBytes <= MOST_BYTES;
	}

	/**
	 * Ask for the content of a head, once at a time. What was denied is asked for again
	 * when nothing but this holds up the walk, and it is time.
	 * @return whether there is room for another request
	 */
	private boolean ask(Head head, boolean isNext) {
		// A lie may have borne the hash.
		removeIf((other) -> other.head.hash().equals(head.hash()) && other.head.number() != head.number());
		Content content = this.contents.computeIfAbsent(head.hash(), (hash) -> new Content(head));
		boolean isTime = content.denials == 0 || (isNext && !this.retry.isWaiting()) || isToBeDeniedAgain(content);
		if (content.value != null || !isTime) {
			return true;
		}
		boolean asked = this.requests.sendContent(this, head);
		removeBeyond(MOST_PER_REQUEST * this.maxInFlight);
		return asked;
	}

	private void removeBeyond(int most) {
		Iterator<Content> oldest = this.contents.values().iterator();
		while (this.contents.size() > most && oldest.hasNext()) {
			Content content = oldest.next();
			if (!this.requests.isUnderWay(content.head)) {
				this.bytes -= content.bytes;
				oldest.remove();
			}
		}
	}

	@Override
	public void answered(ContentRequest request, ContentAnswer answer) {
		Content content = this.contents.get(request.head().hash());
		Object value = answer.content();
		if (content == null || content.value != null) {
			return;
		}
		if (value == null) {
			deny(content, answer);
			return;
		}
		this.expectedBytes = Math.max(answer.bytes(), this.expectedBytes - this.expectedBytes / SMOOTHING);
		if (isNext(content)) {
			this.node.prunesContent(false);
		}
		take(content, value, answer.bytes());
	}

	/** What holds up the walk, and not what is to come after that. */
	private boolean isNext(Content content) {
		return content.head.hash().equals(this.next) || this.walk.isNext(content.head);
	}

	private void take(Content content, Object value, long bytes) {
		content.value = value;
		content.bytes = bytes;
		this.bytes += bytes;
		this.target.servePath();
	}

	private void deny(Content content, ContentAnswer answer) {
		boolean isAbsent = answer.outcome() == Outcome.ABSENT;
		content.denials++;
		content.absences = isAbsent ? content.absences + 1 : 0;
		if (isPruned(content) && content.absences > TIMES) {
			take(content, ContentLoss.PRUNED, 0);
		}
		else if (isNext(content) && !isToBeDeniedAgain(content)) {
			denyNext(content, answer);
		}
	}

	/** As for a header: the node may lag, and its newest head says more. */
	private void denyNext(Content content, ContentAnswer answer) {
		long number = content.head.number();
		Head newest = this.latest.newest();
		this.target.denyPath(Outcome.ABSENT);
		this.latest.want();
		if (this.target.isDoubtful()) {
			this.target.detour(this.walk);
		}
		if (!content.head.hash().equals(this.denied)) {
			this.denied = content.head.hash();
			this.retry.wantAnother();
		}
		this.retry.schedule();
		if (this.node.withholds(answer.receivedNanos(), this.staleHeadAfter)) {
			this.output.withheld(number);
		}
		if (content.absences > 0 && newest != null && this.pruned.countAndCheck(number, newest.number())) {
			this.node.prunesContent(true);
			this.retry.reset();
			this.pruned.forget();
			take(content, ContentLoss.PRUNED, 0);
		}
	}

	/** Where all below was pruned, this is asked for a few times more, and at once. */
	private boolean isToBeDeniedAgain(Content content) {
		return content.absences > 0 && content.absences <= TIMES && isPruned(content);
	}

	/** How high the chain is, is not for an announcement to say. */
	private boolean isPruned(Content content) {
		Head newest = this.latest.newest();
		return this.node.prunesContent() && newest != null
				&& this.pruned.isFarBelow(content.head.number(), newest.number());
	}

	/**
	 * Note that the path is looked at again, so that it is not known what holds it up.
	 */
	void seekNext() {
		this.next = null;
	}

	/** Return whether the walk is held up by a content alone that was not denied yet. */
	boolean isAwaited() {
		Content content = next();
		return content != null && content.denials == 0;
	}

	/** Return whether the walk is held up by a content alone that was denied. */
	boolean isDenied() {
		Content content = next();
		return content != null && content.denials > 0;
	}

	/**
	 * Return whether it was denied so often that the headers may be wrong that lead to
	 * it, and count from here.
	 */
	boolean doubtNext() {
		Content content = next();
		if (content == null || content.denials < content.doubtAt) {
			return false;
		}
		content.doubtAt = 2 * content.denials;
		return true;
	}

	private @Nullable Content next() {
		return (this.next != null) ? this.contents.get(this.next) : null;
	}

	boolean isEmpty() {
		return this.contents.isEmpty() && this.following.isEmpty();
	}

	/** Leave out a head that is a lie, with all that follow it. */
	void remove(Hash lie) {
		removeIf((content) -> content.head.hash().equals(lie));
		if (this.following.stream().anyMatch((known) -> known.head().hash().equals(lie))) {
			this.following.clear();
		}
	}

	/** Return what is denied, for the next connection. */
	Pruning.Denial denial() {
		return this.pruned.denial();
	}

	/** Draw nothing from what was denied: the node does not even know its newest head. */
	void forgetDenial() {
		this.pruned.forget();
	}

	/** Leave out what is no longer above the tip, and count afresh. */
	void progressed() {
		this.retry.reset();
		this.pruned.forget();
		long tip = this.walk.tipNumber();
		removeIf((content) -> content.head.number() <= tip);
	}

	private void removeIf(Predicate<Content> isOfNoUse) {
		this.contents.values().removeIf((content) -> {
			boolean removed = isOfNoUse.test(content);
			this.bytes -= removed ? content.bytes : 0;
			return removed;
		});
	}

	/**
	 * Leave out what is too much of what waits, the highest first: it is asked for again
	 * when it is next.
	 */
	void bound() {
		List<Content> large = new ArrayList<>();
		if (this.bytes > MOST_BYTES) {
			this.contents.values().stream().filter((content) -> content.bytes > 0).forEach(large::add);
			large.sort(Comparator.comparingLong((content) -> content.head.number()));
		}
		while (this.bytes > MOST_BYTES && large.size() > 1) {
			Content highest = large.remove(large.size() - 1);
			removeIf((content) -> content == highest);
		}
	}

	/** What belongs to one head: missing, or there. */
	private static final class Content {

		private final Head head;

		private @Nullable Object value;

		private long bytes;

		private int denials;

		/** After how many denials the headers that lead to it are fetched again. */
		private int doubtAt = MANY;

		/** How often the node did not have it, one time after another. */
		private int absences;

		private Content(Head head) {
			this.head = head;
		}

	}

}
