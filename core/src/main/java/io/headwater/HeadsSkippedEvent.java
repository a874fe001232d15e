package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A range of heads is not delivered: the only way in which heads are lost, told before
 * the walk begins anew above the range.
 */
public final class HeadsSkippedEvent extends ChainEvent {

	private final long from;

	private final long to;

	private final Reason reason;

	/**
	 * Tell of a skipped range.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155)
	 * @param from the number of the first skipped head
	 * @param to the number of the last skipped head, not below {@code from}
	 * @param reason why they are skipped
	 * @param clock tells the event's time
	 */
	public HeadsSkippedEvent(String chain, long chainId, long from, long to, Reason reason, Clock clock) {
		super(chain, chainId, clock);
		if (from < 0 || to < from) {
			throw new IllegalArgumentException("A skipped range has a first and a last number");
		}
		this.from = from;
		this.to = to;
		this.reason = reason;
	}

	@JsonCreator
	static HeadsSkippedEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("from") long from, @JsonProperty("to") long to,
			@JsonProperty("reason") Reason reason) {
		return new HeadsSkippedEvent(chain, chainId, from, to, reason, at(timestamp));
	}

	/**
	 * Return where the range begins.
	 * @return the number of the first skipped head
	 */
	@JsonProperty
	public long from() {
		return this.from;
	}

	/**
	 * Return where the range ends.
	 * @return the number of the last skipped head
	 */
	@JsonProperty
	public long to() {
		return this.to;
	}

	/**
	 * Return why the range is skipped.
	 * @return the reason
	 */
	@JsonProperty
	public Reason reason() {
		return this.reason;
	}

	@Override
	List<Object> content() {
		return List.<Object>of(this.from, this.to, this.reason);
	}

	/**
	 * Why heads are skipped.
	 */
	public enum Reason {

		/**
		 * More are missing than {@code catch-up.max-blocks} allows to catch up.
		 */
		CATCH_UP_LIMIT,

		/**
		 * No node serves them any more (EIP-4444).
		 */
		PRUNED

	}

}
