package io.headwater.chain;

import java.util.HashMap;
import java.util.Map;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.chain.HeaderRequest.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are under way, none of them twice, up to a bound. While a header is
 * waited for that is not to be had, only checks are asked.
 */
final class Requests {

	private final HeaderSource source;

	private final int maxInFlight;

	private final Retry retry;

	private final Map<Long, Pending> inFlight = new HashMap<>();

	private long ids;

	Requests(HeaderSource source, int maxInFlight, Retry retry) {
		this.source = source;
		this.maxInFlight = maxInFlight;
		this.retry = retry;
	}

	/**
	 * Ask for the newest header. One that is under way may be older than what made the
	 * question come up, so it is asked again after it.
	 * @param atOnce whether not to wait for anything
	 * @return whether it was asked now
	 */
	boolean latest(boolean atOnce) {
		return this.inFlight.values().stream().noneMatch((other) -> other.purpose() == Purpose.LATEST)
				&& (atOnce || !this.retry.isWaiting()) && send(Purpose.LATEST, Kind.LATEST, -1, null);
	}

	/**
	 * Ask for a header on the way by its number.
	 * @return whether it is asked for
	 */
	boolean byNumber(long number) {
		return unlessWaiting(Purpose.WAY, Kind.BY_NUMBER, number, null);
	}

	/**
	 * Return whether the next header was asked for in vain, so that those after it are of
	 * no use yet.
	 */
	boolean isRetrying() {
		return !this.retry.waited().isZero();
	}

	/**
	 * Wait no longer for a header that was denied: another one is wanted.
	 */
	void anotherIsWanted() {
		this.retry.anotherIsWanted();
	}

	/**
	 * Ask for a header on the way by its hash.
	 */
	void byHash(BlockRef block) {
		unlessWaiting(Purpose.WAY, Kind.BY_HASH, block.number(), block.hash());
	}

	/**
	 * Ask for the header of a number to learn how the node stands to the walk.
	 * @return whether it is asked for
	 */
	boolean check(Purpose purpose, long number) {
		return send(purpose, Kind.BY_NUMBER, number, null);
	}

	/**
	 * Ask for a block that has no number to learn how the node stands to the walk.
	 * @return whether it is asked for
	 */
	boolean check(Purpose purpose) {
		return send(purpose, (purpose == Purpose.FINALIZED_BLOCK) ? Kind.FINALIZED : Kind.LATEST, -1, null);
	}

	/**
	 * Ask for a block by its hash, beside the way.
	 * @return whether it is asked for
	 */
	boolean check(Purpose purpose, BlockRef block) {
		return send(purpose, Kind.BY_HASH, block.number(), block.hash());
	}

	private boolean unlessWaiting(Purpose purpose, Kind kind, long number, @Nullable Hash hash) {
		return !this.retry.isWaiting() && send(purpose, kind, number, hash);
	}

	private boolean send(Purpose purpose, Kind kind, long number, @Nullable Hash hash) {
		if (this.inFlight.size() >= this.maxInFlight) {
			return false;
		}
		HeaderRequest request = new HeaderRequest(this.ids + 1, kind, number, hash);
		if (!isInFlight(purpose, request)) {
			this.ids++;
			this.inFlight.put(request.id(), new Pending(purpose, request));
			this.source.fetch(request);
		}
		return true;
	}

	private boolean isInFlight(Purpose purpose, HeaderRequest request) {
		return this.inFlight.values().stream().anyMatch((other) -> other.isSame(purpose, request));
	}

	/**
	 * Note that a request was answered.
	 * @return what it was for, or {@code null} if it was not under way, so that its
	 * answer does not count
	 */
	@Nullable Purpose answered(HeaderRequest request) {
		Pending pending = this.inFlight.remove(request.id());
		return (pending != null) ? pending.purpose() : null;
	}

	void clear() {
		this.inFlight.clear();
	}

	/**
	 * What a header is wanted for.
	 */
	enum Purpose {

		/**
		 * It is the newest one.
		 */
		LATEST,

		/**
		 * It is on the way to the goal, or a beginning.
		 */
		WAY,

		/**
		 * Whether the node still has the tip.
		 */
		TIP,

		/**
		 * It was delivered by an earlier run, and may still be confirmed.
		 */
		RECOLLECTED,

		/**
		 * Which number is the first that the node serves.
		 */
		FIRST_SERVED,

		/**
		 * Whether the node has the oldest block that is remembered.
		 */
		OLDEST,

		/**
		 * What the node calls its newest block.
		 */
		NEWEST_BLOCK,

		/**
		 * What the node calls its finalized block.
		 */
		FINALIZED_BLOCK,

		/**
		 * Which the genesis block is.
		 */
		GENESIS,

		/**
		 * Whether the genesis block is still the same.
		 */
		SAME_GENESIS

	}

	private record Pending(Purpose purpose, HeaderRequest request) {

		boolean isSame(Purpose purpose, HeaderRequest other) {
			return this.purpose == purpose && this.request.kind() == other.kind()
					&& this.request.number() == other.number()
					&& (other.hash() == null || other.hash().equals(this.request.hash()));
		}

	}

}
