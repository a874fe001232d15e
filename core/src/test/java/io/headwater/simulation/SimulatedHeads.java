package io.headwater.simulation;

import io.headwater.Hash;
import io.headwater.Head;

/**
 * Heads that are not what they seem.
 */
public final class SimulatedHeads {

	/** Hashes of true blocks begin with their number, which is not as large. */
	private static final String LIE = "f";

	private SimulatedHeads() {
	}

	/**
	 * The same block under another hash, always the same one.
	 */
	static Head lieAbout(Head head) {
		return copy(head, invented(head.hash()), head.parentHash());
	}

	static boolean isLie(Hash hash) {
		return hash.toString().startsWith(LIE, 2);
	}

	/**
	 * The same block on a parent that nobody has.
	 */
	public static Head withoutLink(Head head) {
		return copy(head, head.hash(), invented(head.parentHash()));
	}

	private static Hash invented(Hash hash) {
		return Hash.of("0x" + LIE + hash.toString().substring(3));
	}

	private static Head copy(Head head, Hash hash, Hash parentHash) {
		return Head.builder()
			.number(head.number())
			.hash(hash)
			.parentHash(parentHash)
			.stateRoot(head.hash())
			.timestamp(head.timestamp())
			.build();
	}

}
