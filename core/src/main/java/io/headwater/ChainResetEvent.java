package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Continuity cannot be shown: what was delivered is no longer vouched for, and the walk
 * begins anew.
 */
public final class ChainResetEvent extends ChainEvent {

	private final BlockRef from;

	private final BlockRef to;

	private final Reason reason;

	/**
	 * Tell of a reset.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155)
	 * @param from the last delivered head
	 * @param to the block where delivery goes on
	 * @param reason why continuity cannot be shown
	 * @param clock tells the event's time
	 */
	public ChainResetEvent(String chain, long chainId, BlockRef from, BlockRef to, Reason reason, Clock clock) {
		super(chain, chainId, clock);
		this.from = from;
		this.to = to;
		this.reason = reason;
	}

	@JsonCreator
	static ChainResetEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("from") BlockRef from,
			@JsonProperty("to") BlockRef to, @JsonProperty("reason") Reason reason) {
		return new ChainResetEvent(chain, chainId, from, to, reason, at(timestamp));
	}

	/**
	 * Return up to where heads were delivered.
	 * @return the last delivered head
	 */
	@JsonProperty
	public BlockRef from() {
		return this.from;
	}

	/**
	 * Return where delivery goes on.
	 * @return the block from which the walk begins anew
	 */
	@JsonProperty
	public BlockRef to() {
		return this.to;
	}

	/**
	 * Return why continuity cannot be shown.
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
	 * Why continuity cannot be shown.
	 */
	public enum Reason {

		/**
		 * The new branch leaves the old one below every head that is remembered, or the
		 * whole chain has become lower than that.
		 */
		BEYOND_WINDOW,

		/**
		 * The node's chain has another beginning.
		 */
		CHAIN_RESTARTED,

		/**
		 * A finalized head was reverted.
		 */
		FINALITY,

		/**
		 * Somebody wants the heads to be delivered again. Nothing is wrong with the
		 * chain, and delivery never halts for it.
		 */
		REPLAY

	}

}
