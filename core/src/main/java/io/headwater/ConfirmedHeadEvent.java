package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A delivered head has the configured number of delivered heads on top. Told once for
 * each head; a reorg may still revert it, and then its replacement is confirmed in turn.
 */
public final class ConfirmedHeadEvent extends ChainEvent {

	private final Head head;

	private final int confirmations;

	/**
	 * Tell of a confirmed head.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155)
	 * @param head the head
	 * @param confirmations how many heads are on top of it, at least 1
	 * @param clock tells the event's time
	 */
	public ConfirmedHeadEvent(String chain, long chainId, Head head, int confirmations, Clock clock) {
		super(chain, chainId, clock);
		this.head = head;
		this.confirmations = confirmations;
	}

	@JsonCreator
	static ConfirmedHeadEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("head") Head head,
			@JsonProperty("confirmations") int confirmations) {
		return new ConfirmedHeadEvent(chain, chainId, head, confirmations, at(timestamp));
	}

	/**
	 * Return the confirmed head.
	 * @return its header
	 */
	@JsonProperty
	public Head head() {
		return this.head;
	}

	/**
	 * Return how many heads are on top.
	 * @return the configured number
	 */
	@JsonProperty
	public int confirmations() {
		return this.confirmations;
	}

	@Override
	List<Object> content() {
		return List.<Object>of(this.head, this.confirmations);
	}

}
