package io.headwater.chain;

/**
 * Knows how the walk stands to the node's chain, and tells when that changes.
 */
final class PaceKeeper {

	private static final String TOO_LOW = "the node's newest head is below all that is remembered: it is behind, or"
			+ " its chain is another";

	private final DeliveredChain walk;

	private final SyncTarget target;

	private final LatestReading latest;

	private final StartPoints startPoints;

	private final WalkWriter writer;

	private final Halt halt;

	private final WalkOutput output;

	private Pace pace = Pace.CATCHING_UP;

	PaceKeeper(DeliveredChain walk, SyncTarget target, LatestReading latest, StartPoints startPoints, WalkWriter writer,
			Halt halt, WalkOutput output) {
		this.walk = walk;
		this.target = target;
		this.latest = latest;
		this.startPoints = startPoints;
		this.writer = writer;
		this.halt = halt;
		this.output = output;
	}

	Pace pace() {
		return this.pace;
	}

	void update() {
		Pace next = next();
		if (next != this.pace) {
			this.pace = next;
			this.output.paceChanged(next, reason(next));
		}
	}

	private Pace next() {
		if (this.halt.isOn()) {
			return Pace.HALTED;
		}
		if (!this.writer.hasRoom()) {
			return Pace.BACKLOGGED;
		}
		return (this.latest.isDone() && isAtNewest()) ? Pace.LIVE : Pace.CATCHING_UP;
	}

	private boolean isAtNewest() {
		return !this.startPoints.isPending() && (this.target.isReached() || (isLower() && !isTooLow()));
	}

	private boolean isLower() {
		return !this.walk.isEmpty() && this.target.isLowerThan(this.walk.tipNumber());
	}

	private boolean isTooLow() {
		return !this.walk.isEmpty() && this.target.isLowerThan(this.walk.first());
	}

	private String reason(Pace next) {
		String halted = this.halt.reason();
		if (halted != null) {
			return halted;
		}
		return (next == Pace.CATCHING_UP && isTooLow()) ? TOO_LOW : next.reason();
	}

}
