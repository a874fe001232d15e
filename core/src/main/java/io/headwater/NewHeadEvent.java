package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A head joined the canonical chain. Its parent is the head before it, or the common
 * ancestor of the reorg just before it.
 */
public final class NewHeadEvent extends ChainEvent {

	private final Head head;

	private final HeadOrigin origin;

	/**
	 * Tell of a head.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155)
	 * @param head the head
	 * @param origin how it reached the stream
	 * @param clock tells the event's time
	 */
	public NewHeadEvent(String chain, long chainId, Head head, HeadOrigin origin, Clock clock) {
		super(chain, chainId, clock);
		this.head = head;
		this.origin = origin;
	}

	@JsonCreator
	static NewHeadEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("head") Head head,
			@JsonProperty("origin") HeadOrigin origin) {
		return new NewHeadEvent(chain, chainId, head, origin, at(timestamp));
	}

	/**
	 * Return the head.
	 * @return the block's header
	 */
	@JsonProperty
	public Head head() {
		return this.head;
	}

	/**
	 * Return how the head reached the stream.
	 * @return the origin
	 */
	@JsonProperty
	public HeadOrigin origin() {
		return this.origin;
	}

	@Override
	List<Object> content() {
		return List.<Object>of(this.head, this.origin);
	}

}
