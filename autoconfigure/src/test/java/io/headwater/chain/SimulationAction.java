package io.headwater.chain;

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

		MINE, REORGANIZE, ROLL_BACK,

		FREEZE_BACKEND, SLOW_LISTENER, CUT, FAIL_OVER,

		DROP_ANNOUNCEMENT, DELAY_ANNOUNCEMENT, REPEAT_ANNOUNCEMENT, STALE_ANNOUNCEMENT,

		NULL_ANSWER, FAILED_ANSWER, WRONG_ANSWER, DELAY_ANSWER, REPEAT_ANSWER

	}

}
