package io.headwater.node;

import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The nodes of a stream in order of preference, and which of them is next. Confined to
 * the link's inputs.
 */
final class Nodes {

	private final List<NodeRecord> records;

	private @Nullable NodeRecord lastFollowed;

	private @Nullable NodeRecord lastTried;

	/** Was tried in vain right before the last one. */
	private @Nullable NodeRecord failedBefore;

	/** Whether the last attempt has led to nothing, so far. */
	private boolean inVain;

	Nodes(List<NodeRecord> records) {
		this.records = List.copyOf(records);
	}

	List<NodeRecord> all() {
		return this.records;
	}

	NodeRecord preferred() {
		return this.records.get(0);
	}

	boolean areSeveral() {
		return this.records.size() > 1;
	}

	/**
	 * Return the node to be tried now, if one may be. No node is tried twice in a row
	 * where another one may be, and one that was left for a better one is taken only
	 * where there is no other. The one that was followed last gets every second turn,
	 * since it has served us; the rest take turns in order of preference.
	 */
	@Nullable NodeRecord next(long now) {
		return this.records.stream()
			.filter((record) -> record.mayBeTried(now))
			.min(Comparator.<NodeRecord, Boolean>comparing((record) -> record == this.lastTried)
				.thenComparing((record) -> record.isAvoided(now))
				.thenComparing((record) -> record != this.lastFollowed)
				.thenComparing(NodeRecord::attempts))
			.orElse(null);
	}

	/** Note that a node is tried. */
	void tried(NodeRecord record) {
		this.failedBefore = this.inVain ? this.lastTried : null;
		this.inVain = true;
		this.lastTried = record;
		record.attempted();
	}

	/** Note that a node is followed: once it is lost, the others get their turns anew. */
	void followed(NodeRecord followed) {
		this.lastFollowed = followed;
		this.failedBefore = null;
		this.inVain = false;
		this.records.forEach(NodeRecord::forgetAttempts);
	}

	/** Return when the first node may be tried. */
	long dueNanos(long now) {
		return now + this.records.stream()
			.mapToLong((record) -> Math.max(0, record.notBefore() - now))
			.min()
			.orElseThrow();
	}

	/**
	 * Return the node to compare with the followed one: of those that may be tried now,
	 * the one that was not asked for the longest time.
	 */
	@Nullable NodeRecord toProbe(NodeRecord followed, long now) {
		return this.records.stream()
			.filter((record) -> record != followed && record.mayBeTried(now))
			.min(Comparator.comparingLong((record) -> record.probedNanos() - now))
			.orElse(null);
	}

	/**
	 * Return whether a node may be left since another one may be tried now and is not
	 * known to be worse. So two nodes that are both behind are not left in turn, nor one
	 * of them for a node that was not there a moment ago.
	 */
	boolean haveBetterThan(NodeRecord left, long now) {
		return this.records.stream()
			.anyMatch((record) -> record != left && record != this.failedBefore && record.mayBeTried(now)
					&& (!record.isAvoided(now) || record.isAheadOf(left)));
	}

	/**
	 * Return whether a node may be left since another one may be tried now that was not
	 * left for a better one itself.
	 */
	boolean haveUnblamed(NodeRecord left, long now) {
		return this.records.stream()
			.anyMatch((record) -> record != left && record.mayBeTried(now) && !record.isAvoided(now));
	}

	/**
	 * Return the most preferred node before another one that may be tried now and was not
	 * left for a better one, or {@code null}.
	 */
	@Nullable NodeRecord preferredTo(NodeRecord other, long now) {
		return this.records.stream()
			.takeWhile((record) -> record != other)
			.filter((record) -> record.mayBeTried(now) && !record.isAvoided(now))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Let all nodes be tried at once, in order of preference.
	 * @param left the one that is left out, or {@code null}
	 */
	void release(@Nullable NodeRecord left, long now) {
		this.lastFollowed = null;
		this.lastTried = left;
		this.records.stream().filter((record) -> record != left).forEach((record) -> record.release(now));
	}

	/**
	 * Return the highest number that a node has shown, each by what it showed last. What
	 * a node only says makes no other one look behind.
	 */
	long highest() {
		return this.records.stream().mapToLong(NodeRecord::provedNumber).max().orElseThrow();
	}

	/** Return why each node is not followed, where it was tried and is not. */
	Map<NodeRecord, ConnectionEnd> ends() {
		Map<NodeRecord, ConnectionEnd> ends = new IdentityHashMap<>();
		for (NodeRecord record : this.records) {
			ConnectionEnd end = record.end();
			if (end != null) {
				ends.put(record, end);
			}
		}
		return ends;
	}

	/** Return whether every node refuses to serve us. */
	boolean allRefuse() {
		return this.records.stream().allMatch(NodeRecord::isRefused);
	}

}
