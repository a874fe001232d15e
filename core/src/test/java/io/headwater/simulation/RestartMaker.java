package io.headwater.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import io.headwater.simulation.SimulationAction.Kind;

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
		if (schedule.settings().start() == null && chance(50)) {
			leaveTheFirstHead(actions);
		}
		actions.sort(Comparator.comparingLong(SimulationAction::at));
		return new Schedule(schedule.seed(), schedule.settings(), world, actions);
	}

	/** The walk has hardly begun at the newest head when its first head is void. */
	private void leaveTheFirstHead(List<SimulationAction> actions) {
		int at = between(100, 4000);
		for (int times = between(1, 4); times > 0; times--) {
			int depth = between(2, 15);
			actions.add(new SimulationAction(at, Kind.REORGANIZE, depth, depth + between(0, 2)));
			if (chance(70)) {
				CrashPoint point = chance(50) ? CrashPoint.SAVED : CrashPoint.ANYWHERE;
				int crash = at + (chance(30) ? 0 : between(0, 200));
				actions.add(new SimulationAction(crash, Kind.CRASH, point.ordinal(), between(10, 2000)));
			}
			at += between(0, 1500);
		}
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
