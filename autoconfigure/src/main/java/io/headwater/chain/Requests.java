package io.headwater.chain;

import java.util.HashMap;
import java.util.Map;

import io.headwater.Hash;
import io.headwater.chain.HeaderRequest.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are under way, none of them twice, up to a bound.
 */
final class Requests {

	private final HeaderSource source;

	private final int maxInFlight;

	private final Map<Long, HeaderRequest> inFlight = new HashMap<>();

	private long ids;

	Requests(HeaderSource source, int maxInFlight) {
		this.source = source;
		this.maxInFlight = maxInFlight;
	}

	/**
	 * Ask for the newest header. One that is under way may be older than what made the
	 * question come up, so it is asked again after it.
	 * @return whether it was asked now
	 */
	boolean latest() {
		return this.inFlight.values().stream().noneMatch((other) -> other.kind() == Kind.LATEST)
				&& send(Kind.LATEST, -1, null);
	}

	/**
	 * Ask for a header by its number.
	 * @return whether there was room to ask
	 */
	boolean byNumber(long number) {
		return send(Kind.BY_NUMBER, number, null);
	}

	/**
	 * Ask for a header by its hash.
	 */
	void byHash(long number, Hash hash) {
		send(Kind.BY_HASH, number, hash);
	}

	private boolean send(Kind kind, long number, @Nullable Hash hash) {
		if (this.inFlight.size() >= this.maxInFlight) {
			return false;
		}
		HeaderRequest request = new HeaderRequest(this.ids + 1, kind, number, hash);
		if (!isInFlight(request)) {
			this.ids++;
			this.inFlight.put(request.id(), request);
			this.source.fetch(request);
		}
		return true;
	}

	private boolean isInFlight(HeaderRequest request) {
		return this.inFlight.values()
			.stream()
			.anyMatch((other) -> other.kind() == request.kind() && other.number() == request.number()
					&& (request.hash() == null || request.hash().equals(other.hash())));
	}

	/**
	 * Note that a request was answered.
	 * @return whether it was under way, and its answer counts
	 */
	boolean answered(HeaderRequest request) {
		return this.inFlight.remove(request.id()) != null;
	}

	void clear() {
		this.inFlight.clear();
	}

}
