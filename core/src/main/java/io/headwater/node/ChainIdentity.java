package io.headwater.node;

import org.jspecify.annotations.Nullable;

/**
 * The chain that every node of a stream must have: the configured one, or else that of
 * the first node that is followed.
 */
final class ChainIdentity {

	private final String chain;

	private final @Nullable Long configured;

	private volatile @Nullable Long expected;

	ChainIdentity(String chain, @Nullable Long configured) {
		this.chain = chain;
		this.configured = configured;
		this.expected = configured;
	}

	boolean isOther(long chainId) {
		Long expected = this.expected;
		return expected != null && expected != chainId;
	}

	void follow(long chainId) {
		this.expected = chainId;
	}

	Ending refusal(long chainId) {
		String why = (this.configured != null) ? "headwater.chains." + this.chain + ".chain-id is "
				: "the node that was followed before has chain ";
		return new Ending(ConnectionEnd.OTHER_CHAIN, "the node has chain " + chainId + ", but " + why + this.expected);
	}

}
