package io.headwater.simulation;

/**
 * Something that the schedule makes happen.
 *
 * @param at when, in milliseconds
 * @param kind what
 * @param amount how many blocks or messages, or which backend
 * @param extent how far: new blocks of a reorg, milliseconds of a delay
 */
record SimulationAction(long at, Kind kind, int amount, int extent) {

	@Override
	public String toString() {
		return "%8d ms %s %d %d".formatted(this.at, this.kind, this.amount, this.extent);
	}

	enum Kind {

		MINE, REORGANIZE, ROLL_BACK, RESTART,

		PRUNE, BREAK_LINKS,

		CRASH, STOP, FAIL_STORE, FAIL_LISTENER,

		FREEZE_BACKEND, SLOW_LISTENER, CUT, FAIL_OVER,

		DROP_ANNOUNCEMENT, DELAY_ANNOUNCEMENT, REPEAT_ANNOUNCEMENT, STALE_ANNOUNCEMENT, FALSE_ANNOUNCEMENT,

		NULL_ANSWER, FAILED_ANSWER, WRONG_ANSWER, ORPHANED_ANSWER, DELAY_ANSWER, REPEAT_ANSWER,

		ABSENT_CONTENT, FAILED_CONTENT, SILENT_CONTENT, DELAY_CONTENT, REPEAT_CONTENT;

		/**
		 * Return whether it is part of the chain's history, not of how it is told.
		 */
		boolean isOfChain() {
			return this == MINE || takesBack();
		}

		/**
		 * Return whether it is neither that, nor a hardship.
		 */
		boolean isOfTransport() {
			return !isOfChain() && this != PRUNE && this != BREAK_LINKS;
		}

		/**
		 * Return whether it is a fault by itself, not one of the next messages.
		 */
		boolean isLasting() {
			return this == FREEZE_BACKEND || this == SLOW_LISTENER || this == PRUNE || this == BREAK_LINKS;
		}

		boolean takesBack() {
			return this == REORGANIZE || this == ROLL_BACK || this == RESTART;
		}

	}

}
