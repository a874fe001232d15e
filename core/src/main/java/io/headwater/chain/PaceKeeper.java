package io.headwater.chain;

import org.jspecify.annotations.Nullable;

/**
 * Knows how the walk stands to the node's chain and whether it has halted, and publishes
 * when that changes.
 */
final class PaceKeeper {

	private static final String TOO_LOW = "the node's newest head is below all that is remembered: it is behind, or"
			+ " its chain is another";

	private final WalkWriter writer;

	private final WalkOutput output;

	private Pace pace = Pace.CATCHING_UP;

	/** Why nothing more is delivered, until somebody has read that. */
	private @Nullable String halted;

	PaceKeeper(WalkWriter writer, WalkOutput output) {
		this.writer = writer;
		this.output = output;
	}

	Pace pace() {
		return this.pace;
	}

	/** Deliver no more until somebody has read why. */
	void halt(String reason) {
		this.halted = reason;
	}

	boolean isHalted() {
		return this.halted != null;
	}

	/** Go on after a halt. */
	void acknowledge() {
		this.halted = null;
	}

	/**
	 * Publish the pace if it has changed.
	 * @param sync the connection, or {@code null} if there is none
	 */
	void update(@Nullable NodeSync sync) {
		Pace next = next(sync);
		if (next != this.pace) {
			this.pace = next;
			this.output.paceChanged(next, reason(next, sync));
		}
	}

	private Pace next(@Nullable NodeSync sync) {
		if (isHalted()) {
			return Pace.HALTED;
		}
		if (!this.writer.hasRoom()) {
			return Pace.BACKLOGGED;
		}
		if (sync == null) {
			return Pace.CATCHING_UP;
		}
		// With content, the next head takes a moment: that is no reason to be told of.
		boolean staysLive = this.pace == Pace.LIVE && sync.isAwaitingContent();
		return (staysLive || sync.isAtNewest()) ? Pace.LIVE : Pace.CATCHING_UP;
	}

	private String reason(Pace next, @Nullable NodeSync sync) {
		if (this.halted != null) {
			return this.halted;
		}
		return (next == Pace.CATCHING_UP && sync != null && sync.isTooLow()) ? TOO_LOW : next.reason();
	}

}
