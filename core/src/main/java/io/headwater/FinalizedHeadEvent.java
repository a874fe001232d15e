package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The node's {@code finalized} block moved to this one, which was delivered before: it
 * cannot be reverted unless a third of the stake is lost.
 *
 * @see <a href="https://github.com/ethereum/execution-apis">The execution API's
 * specification, schema BlockTag</a>
 */
public final class FinalizedHeadEvent extends ChainEvent {

	private final Head head;

	/**
	 * Tell of the block.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155)
	 * @param head the block
	 * @param clock tells the event's time
	 */
	public FinalizedHeadEvent(String chain, long chainId, Head head, Clock clock) {
		super(chain, chainId, clock);
		this.head = head;
	}

	@JsonCreator
	static FinalizedHeadEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("head") Head head) {
		return new FinalizedHeadEvent(chain, chainId, head, at(timestamp));
	}

	/**
	 * Return the block.
	 * @return its header
	 */
	@JsonProperty
	public Head head() {
		return this.head;
	}

	@Override
	List<Object> content() {
		return List.<Object>of(this.head);
	}

}
