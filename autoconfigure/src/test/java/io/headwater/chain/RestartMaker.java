package io.headwater.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import io.headwater.chain.SimulationAction.Kind;

/**
 * Lets the application of a schedule crash and start again, and its store and its
 * listener fail. Its choices are its own, so that the rest of a schedule stays the same.
 */
final class RestartMaker {

	private final SplittableRandom random;

	RestartMaker(long seed) {
		this.random = new SplittableRandom(31 * seed + 17);
	}

	/**
	 * Make the schedule in which that happens too: in two of three, and never where
	 * nothing else must happen.
	 */
	Schedule addTo(Schedule schedule) {
		if (schedule.world().hardship() == Hardship.BROKEN_LINKS || chance(33)) {
			return schedule;
		}
		Schedule.World world = schedule.world().savingEvery(chance(50) ? 1 : between(2, 6));
		List<SimulationAction> actions = new ArrayList<>(schedule.actions());
		int end = (int) schedule.end();
		for (int restarts = between(1, 6); restarts > 0; restarts--) {
			actions.add(restart(between(0, end)));
		}
		for (int failures = between(0, 2); failures > 0; failures--) {
			actions.add(new SimulationAction(between(0, end), Kind.FAIL_STORE, between(1, 4), between(100, 20000)));
		}
		if (chance(40)) {
			actions.add(new SimulationAction(between(0, end), Kind.FAIL_LISTENER, 1, between(100, 10000)));
		}
		actions.sort(Comparator.comparingLong(SimulationAction::at));
		return new Schedule(schedule.seed(), schedule.settings(), world, actions);
	}

	private SimulationAction restart(int at) {
		int downFor = chance(80) ? between(10, 5000) : between(5000, 60000);
		return chance(15) ? new SimulationAction(at, Kind.STOP, 1, downFor)
				: new SimulationAction(at, Kind.CRASH, between(0, CrashPoint.values().length - 1), downFor);
	}

	private int between(int least, int most) {
		return this.random.nextInt(least, most + 1);
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

}
