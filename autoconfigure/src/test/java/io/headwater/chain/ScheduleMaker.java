package io.headwater.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.headwater.chain.SimulationAction.Kind;

/**
 * Makes the schedule of a seed.
 */
final class ScheduleMaker {

	private static final List<Kind> FAULTS = List.of(Kind.FREEZE_BACKEND, Kind.FREEZE_BACKEND, Kind.SLOW_LISTENER,
			Kind.SLOW_LISTENER, Kind.CUT, Kind.CUT, Kind.FAIL_OVER, Kind.DROP_ANNOUNCEMENT, Kind.DELAY_ANNOUNCEMENT,
			Kind.REPEAT_ANNOUNCEMENT, Kind.STALE_ANNOUNCEMENT, Kind.NULL_ANSWER, Kind.FAILED_ANSWER, Kind.WRONG_ANSWER,
			Kind.DELAY_ANSWER, Kind.REPEAT_ANSWER);

	private final SplittableRandom random;

	private final TrackerSettings settings;

	private final boolean straight;

	private ScheduleMaker(SplittableRandom random) {
		this.random = random;
		this.settings = settings();
		this.straight = chance(15);
	}

	static Schedule make(long seed) {
		ScheduleMaker maker = new ScheduleMaker(new SplittableRandom(seed));
		return new Schedule(seed, maker.settings, maker.world(), maker.actions());
	}

	private TrackerSettings settings() {
		int window = chance(25) ? between(4, 64) : Schedule.LARGE_WINDOW;
		Long start = chance(30) ? Long.valueOf(between(0, 45)) : null;
		long maxBlocks = chance(15) ? between(1, 40) : Long.MAX_VALUE;
		return new TrackerSettings(start, window, Math.min(between(0, 6), window - 1), between(1, 5), maxBlocks,
				chance(30), Duration.ofSeconds(10));
	}

	private Schedule.World world() {
		int length = chance(10) ? between(100, 400) : between(1, 40);
		return new Schedule.World(length, between(1, 3), between(2, 16), chance(50), chance(60));
	}

	private List<SimulationAction> actions() {
		List<SimulationAction> actions = new ArrayList<>();
		long at = 0;
		for (int faults = between(40, 70); faults > 0;) {
			at += pause();
			if (chance(50)) {
				actions.add(change(at));
			}
			else {
				actions.add(fault(at));
				faults--;
			}
		}
		actions.add(new SimulationAction(at + 50, Kind.MINE, 1, 0));
		return actions;
	}

	private long pause() {
		return switch (between(0, 9)) {
			case 0, 1, 2 -> between(0, 20);
			case 3, 4, 5 -> between(20, 500);
			case 6, 7, 8 -> between(500, 6000);
			default -> between(6000, 60000);
		};
	}

	private SimulationAction change(long at) {
		int kind = this.straight ? 0 : between(0, 9);
		if (kind <= 6) {
			return new SimulationAction(at, Kind.MINE, chance(70) ? 1 : (chance(80) ? between(2, 8) : between(20, 60)),
					0);
		}
		int depth = depth();
		return (kind <= 8) ? new SimulationAction(at, Kind.REORGANIZE, depth, depth + between(0, 2))
				: new SimulationAction(at, Kind.ROLL_BACK, depth, 0);
	}

	private int depth() {
		if (chance(80)) {
			return between(1, 5);
		}
		return between(5, chance(50) ? 15 : Math.min(100, this.settings.window() + 5));
	}

	private SimulationAction fault(long at) {
		Kind kind = FAULTS.get(between(0, FAULTS.size() - 1));
		return switch (kind) {
			case FREEZE_BACKEND -> new SimulationAction(at, kind, between(0, 2), between(100, 20000));
			case SLOW_LISTENER -> new SimulationAction(at, kind, 1, between(1000, 30000));
			case CUT, FAIL_OVER -> new SimulationAction(at, kind, 1, between(10, 15000));
			case STALE_ANNOUNCEMENT -> new SimulationAction(at, kind, between(1, 3), between(0, 12));
			case DELAY_ANNOUNCEMENT, DELAY_ANSWER, REPEAT_ANNOUNCEMENT, REPEAT_ANSWER ->
				new SimulationAction(at, kind, between(1, 4), between(10, 3000));
			default -> new SimulationAction(at, kind, chance(85) ? between(1, 4) : between(5, 120), 0);
		};
	}

	private int between(int least, int most) {
		return this.random.nextInt(least, most + 1);
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

}
