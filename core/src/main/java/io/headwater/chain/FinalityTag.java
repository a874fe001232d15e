package io.headwater.chain;

/**
 * How far a node vouches for a block.
 *
 * @see <a href="https://github.com/ethereum/execution-apis">The execution API's
 * specification, schema BlockTag</a>
 */
public enum FinalityTag {

	/** The block is unlikely to be reverted. */
	SAFE,

	/** The block cannot be reverted unless a third of the stake is lost. */
	FINALIZED

}
