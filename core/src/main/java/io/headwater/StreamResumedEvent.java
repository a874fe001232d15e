package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Delivery goes on from a checkpoint. Whatever was seen above it is void, since nobody
 * can name it any more, and comes again, perhaps of another branch. Told once, before
 * anything else, by each start from a checkpoint.
 */
public final class StreamResumedEvent extends ChainEvent {

	private final BlockRef checkpoint;

	/**
	 * Tell where delivery goes on.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155)
	 * @param checkpoint the last block that still counts
	 * @param clock tells the event's time
	 */
	public StreamResumedEvent(String chain, long chainId, BlockRef checkpoint, Clock clock) {
		super(chain, chainId, clock);
		this.checkpoint = checkpoint;
	}

	@JsonCreator
	static StreamResumedEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("checkpoint") BlockRef checkpoint) {
		return new StreamResumedEvent(chain, chainId, checkpoint, at(timestamp));
	}

	/**
	 * Return where delivery goes on.
	 * @return the last block that still counts: the last head of the last step that was
	 * saved, or the common ancestor of a reorg whose new branch had not come yet, or the
	 * block below a replay that was interrupted. The last two may never have been
	 * delivered; if the chain has left such a block meanwhile, the next head has the next
	 * number, but another parent
	 */
	@JsonProperty
	public BlockRef checkpoint() {
		return this.checkpoint;
	}

	@Override
	List<Object> content() {
		return List.<Object>of(this.checkpoint);
	}

}
