package io.headwater.benchmarks.endtoend;

import java.util.Locale;

/**
 * What is measured side by side.
 */
enum Contender {

	/** Headwater as it is. */
	HEADWATER_NATIVE,

	/** The same over TLS. */
	HEADWATER_TLS,

	/** Headwater with an observation of each listener. */
	HEADWATER_OBSERVED,

	/** An application that does it by itself with Spring. */
	HAND_WRITTEN,

	/** web3j's notifications of new heads. */
	WEB3J,

	/** A socket and a parser, nothing else. */
	FLOOR,

	/** ethers' block event. */
	ETHERS,

	/** viem's subscription. */
	VIEM,

	/** The Spring application without any client. */
	EMPTY;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static Contender of(String label) {
		return valueOf(label.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	boolean isHeadwater() {
		return this == HEADWATER_NATIVE || this == HEADWATER_TLS || this == HEADWATER_OBSERVED;
	}

	/** Others lack what JavaScript's engine does not tell. */
	boolean isJava() {
		return this != ETHERS && this != VIEM;
	}

	boolean follows() {
		return this != EMPTY;
	}

}
