package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The chain switched branch: heads that were delivered are void. The heads of the new
 * branch follow, the first with the common ancestor as its parent.
 */
public final class ReorgEvent extends ChainEvent {

	private final BlockRef commonAncestor;

	private final List<BlockRef> reverted;

	/**
	 * Tell of a reorg.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155)
	 * @param commonAncestor the block below both branches; where all heads since the
	 * stream's first one are void, the new branch's block below it, which may never have
	 * been delivered
	 * @param reverted the void heads, newest first, at least one
	 * @param clock tells the event's time
	 */
	public ReorgEvent(String chain, long chainId, BlockRef commonAncestor, List<BlockRef> reverted, Clock clock) {
		super(chain, chainId, clock);
		if (reverted.isEmpty()) {
			throw new IllegalArgumentException("A reorg that reverts nothing is no reorg");
		}
		this.commonAncestor = commonAncestor;
		this.reverted = List.copyOf(reverted);
	}

	@JsonCreator
	static ReorgEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("commonAncestor") BlockRef commonAncestor,
			@JsonProperty("reverted") List<BlockRef> reverted) {
		return new ReorgEvent(chain, chainId, commonAncestor, reverted, at(timestamp));
	}

	/**
	 * Return the block on which the new branch stands.
	 * @return the newest delivered block that stays; if every head since the walk began
	 * is reverted, the block below them on the new branch, which was never delivered
	 */
	@JsonProperty
	public BlockRef commonAncestor() {
		return this.commonAncestor;
	}

	/**
	 * Return what is void: exactly the delivered heads above the common ancestor.
	 * @return their references, newest first
	 */
	@JsonProperty
	public List<BlockRef> reverted() {
		return this.reverted;
	}

	/**
	 * Return how many heads are void.
	 * @return the number of reverted heads, at least 1
	 */
	public int depth() {
		return this.reverted.size();
	}

	@Override
	List<Object> content() {
		return List.<Object>of(this.commonAncestor, this.reverted);
	}

}
