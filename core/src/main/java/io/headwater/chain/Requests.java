package io.headwater.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.HeaderRequest.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that are under way, each kept with who asked, who takes
 * the answer. Nobody asks the same twice at a time, and there is a bound to all of them.
 */
final class Requests {

	private final HeaderSource source;

	private final int maxInFlight;

	private final LongSupplier ids;

	private final Map<Long, Asked> inFlight = new HashMap<>();

	/** Requests for contents, by the hashes of their heads. */
	private final Map<Hash, ContentAsked> contentsInFlight = new HashMap<>();

	/** Create it without requests. */
	Requests(HeaderSource source, int maxInFlight, LongSupplier ids) {
		this.source = source;
		this.maxInFlight = maxInFlight;
		this.ids = ids;
	}

	/**
	 * Ask for a header by its number.
	 * @return whether it is asked for
	 */
	boolean send(Asker asker, long number) {
		return send(asker, Kind.BY_NUMBER, number, null);
	}

	/**
	 * Ask for a header by its hash.
	 * @return whether it is asked for
	 */
	boolean send(Asker asker, BlockRef block) {
		return send(asker, Kind.BY_HASH, block.number(), block.hash());
	}

	/**
	 * Ask for a header that has a name and no number.
	 * @return whether it is asked for
	 */
	boolean send(Asker asker, Kind tag) {
		return send(asker, tag, -1, null);
	}

	private boolean send(Asker asker, Kind kind, long number, @Nullable Hash hash) {
		if (this.inFlight.size() >= this.maxInFlight) {
			return false;
		}
		if (this.inFlight.values().stream().noneMatch((other) -> other.isSame(asker, kind, number, hash))) {
			HeaderRequest request = new HeaderRequest(this.ids.getAsLong(), kind, number, hash);
			this.inFlight.put(request.id(), new Asked(asker, request));
			this.source.fetch(request);
		}
		return true;
	}

	/**
	 * Return who asked, since a request was answered.
	 * @return who takes the answer, or {@code null} if the request is none of this
	 * connection, so that its answer does not count
	 */
	@Nullable Asker answered(HeaderRequest request) {
		Asked asked = this.inFlight.remove(request.id());
		return (asked != null) ? asked.asker() : null;
	}

	/** Return whether a head is delivered with content only. */
	boolean wantsContent(Head head) {
		return this.source.wantsContent(head);
	}

	/**
	 * Ask for the content of a head. Whoever else asks for the same takes the same
	 * answer.
	 * @return whether it is asked for
	 */
	boolean sendContent(ContentAsker asker, Head head) {
		ContentAsked asked = this.contentsInFlight.get(head.hash());
		if (asked != null) {
			if (!asked.askers.contains(asker)) {
				asked.askers.add(asker);
			}
			return true;
		}
		// Those of a path that was left may never be answered.
		if (this.contentsInFlight.size() >= 2 * this.maxInFlight) {
			return false;
		}
		ContentRequest request = new ContentRequest(this.ids.getAsLong(), head);
		asked = new ContentAsked(request, new ArrayList<>(1));
		asked.askers.add(asker);
		this.contentsInFlight.put(head.hash(), asked);
		this.source.fetchContent(request);
		return true;
	}

	/**
	 * Return who asked, since a request for a content was answered.
	 * @return who takes the answer, nobody if the request is none of this connection, or
	 * was answered before
	 */
	List<ContentAsker> answered(ContentRequest request) {
		ContentAsked asked = this.contentsInFlight.get(request.head().hash());
		if (asked == null || asked.request.id() != request.id()) {
			return List.of();
		}
		this.contentsInFlight.remove(request.head().hash());
		return asked.askers;
	}

	int contentsUnderWay() {
		return this.contentsInFlight.size();
	}

	/** Return whether the content of a head is asked for. */
	boolean isUnderWay(Head head) {
		return this.contentsInFlight.containsKey(head.hash());
	}

	/** Asks for headers, and takes the answers. Known by its identity. */
	@FunctionalInterface
	interface Asker {

		/** Take an answer. */
		void answered(HeaderRequest request, HeaderAnswer answer);

	}

	/** Asks for contents, and takes the answers. Known by its identity. */
	@FunctionalInterface
	interface ContentAsker {

		/** Take an answer. */
		void answered(ContentRequest request, ContentAnswer answer);

	}

	private record ContentAsked(ContentRequest request, List<ContentAsker> askers) {
	}

	private record Asked(Asker asker, HeaderRequest request) {

		boolean isSame(Asker asker, Kind kind, long number, @Nullable Hash hash) {
			return this.asker == asker && this.request.kind() == kind && this.request.number() == number
					&& (hash == null || hash.equals(this.request.hash()));
		}

	}

}
