package io.headwater.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import io.headwater.chain.TrackerSettings;
import io.headwater.simulation.SimulationAction.Kind;

/**
 * Makes the schedule of a seed.
 */
final class ScheduleMaker {

	private static final List<Kind> FAULTS = List.of(Kind.FREEZE_BACKEND, Kind.FREEZE_BACKEND, Kind.SLOW_LISTENER,
			Kind.SLOW_LISTENER, Kind.CUT, Kind.CUT, Kind.FAIL_OVER, Kind.DROP_ANNOUNCEMENT, Kind.DELAY_ANNOUNCEMENT,
			Kind.REPEAT_ANNOUNCEMENT, Kind.STALE_ANNOUNCEMENT, Kind.NULL_ANSWER, Kind.FAILED_ANSWER, Kind.WRONG_ANSWER,
			Kind.ORPHANED_ANSWER, Kind.DELAY_ANSWER, Kind.REPEAT_ANSWER);

	private final SplittableRandom random;

	private final Hardship hardship;

	private final TrackerSettings settings;

	private final Schedule.World world;

	private final boolean straight;

	private ScheduleMaker(SplittableRandom random) {
		this.random = random;
		this.hardship = chance(60) ? Hardship.NONE : Hardship.values()[between(0, Hardship.values().length - 1)];
		this.settings = settings();
		this.world = world();
		this.straight = this.hardship != Hardship.RESTARTS && chance(15);
	}

	static Schedule make(long seed) {
		ScheduleMaker maker = new ScheduleMaker(new SplittableRandom(seed));
		Schedule schedule = new Schedule(seed, maker.settings, maker.world, maker.actions());
		return SimulatedContents.addTo(FalseHeads.addTo(new RestartMaker(seed).addTo(schedule)));
	}

	/**
	 * Make schedules in which the same happens to the chain, and the rest is not alike.
	 */
	static List<Schedule> ofOneChain(long seed) {
		ScheduleMaker one = new ScheduleMaker(new SplittableRandom(seed));
		ScheduleMaker other = new ScheduleMaker(new SplittableRandom(~seed));
		List<SimulationAction> history = one.actions()
			.stream()
			.filter((action) -> action.kind().isOfChain() && action.kind() != Kind.RESTART)
			.toList();
		return List.of(FalseHeads.addTo(one.tell(seed, one.world.length(), history)),
				new RestartMaker(seed).addTo(other.tell(seed, one.world.length(), history)));
	}

	private Schedule tell(long seed, int length, List<SimulationAction> history) {
		TrackerSettings settings = new TrackerSettings(0L, Schedule.LARGE_WINDOW, this.settings.confirmations(),
				this.settings.maxInFlight(), Long.MAX_VALUE, this.settings.haltOnReset(), Duration.ofSeconds(10));
		Schedule.World world = new Schedule.World(length, this.world.backends(), this.world.queueCapacity(),
				this.world.eachAnnounced(), this.world.orphansServed(), Hardship.NONE, FinalityModel.UNKNOWN, 0, 1);
		List<SimulationAction> actions = actions().stream()
			.filter((action) -> action.kind().isOfTransport())
			.collect(Collectors.toCollection(ArrayList::new));
		actions.addAll(history);
		actions.sort(Comparator.comparingLong(SimulationAction::at));
		return new Schedule(seed, settings, world, actions);
	}

	private TrackerSettings settings() {
		boolean small = this.hardship == Hardship.PRUNING || (chance(25) && this.hardship != Hardship.UNSERVED);
		int window = small ? between(4, 64) : Schedule.LARGE_WINDOW;
		Long start = chance(30) ? Long.valueOf(between(0, 45)) : null;
		long maxBlocks = chance(15) ? between(1, 40) : Long.MAX_VALUE;
		return new TrackerSettings(start, window, Math.min(between(0, 6), window - 1), between(1, 5), maxBlocks,
				chance(30), Duration.ofSeconds(10));
	}

	private Schedule.World world() {
		int length = chance(10) ? between(100, 400) : between(1, 40);
		FinalityModel finality = FinalityModel.values()[between(0, FinalityModel.values().length - 1)];
		if (finality == FinalityModel.KEPT && this.hardship == Hardship.RESTARTS) {
			finality = FinalityModel.BROKEN;
		}
		boolean judged = finality == FinalityModel.NEWEST || finality == FinalityModel.BROKEN;
		int backends = judged ? 1 : between(1, 3);
		return new Schedule.World(length, backends, between(2, 16), !isPatient() && chance(50), chance(60),
				this.hardship, finality, between(2, 40), 1);
	}

	private List<SimulationAction> actions() {
		List<SimulationAction> actions = new ArrayList<>();
		long at = 0;
		for (int faults = between(40, 70); faults > 0;) {
			at += pause();
			if (chance(4)) {
				hardship(at, actions);
			}
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

	private void hardship(long at, List<SimulationAction> actions) {
		switch (this.hardship) {
			case PRUNING -> {
				actions.add(new SimulationAction(at, Kind.CUT, 1, between(10, 2000)));
				actions.add(new SimulationAction(at, Kind.MINE, between(20, 100), 0));
				int window = this.settings.window();
				actions.add(new SimulationAction(at, Kind.PRUNE, between(window + 5, window + 30), window));
			}
			case RESTARTS -> actions.add(new SimulationAction(at, Kind.RESTART, between(1, 60), 0));
			case BROKEN_LINKS -> {
				actions.add(new SimulationAction(at, Kind.MINE, between(20, 60), 0));
				actions.add(new SimulationAction(at, Kind.BREAK_LINKS, 1, between(5000, 300000)));
			}
			default -> {
			}
		}
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
		if (this.world.finality() == FinalityModel.BROKEN && chance(30)) {
			return this.world.finalityLag() + between(1, 10);
		}
		if (chance(80)) {
			return between(1, 5);
		}
		return between(5, chance(50) ? 15 : Math.min(100, this.settings.window() + 5));
	}

	private SimulationAction fault(long at) {
		Kind kind = FAULTS.get(between(0, FAULTS.size() - 1));
		if (isPatient() && (kind == Kind.CUT || kind == Kind.FAIL_OVER)) {
			kind = Kind.DROP_ANNOUNCEMENT;
		}
		return switch (kind) {
			case FREEZE_BACKEND -> new SimulationAction(at, kind, between(0, 2), between(100, 20000));
			case SLOW_LISTENER -> new SimulationAction(at, kind, 1, between(1000, 30000));
			case CUT, FAIL_OVER -> new SimulationAction(at, kind, 1, between(10, 15000));
			case STALE_ANNOUNCEMENT -> new SimulationAction(at, kind, between(1, 3), between(0, 12));
			case ORPHANED_ANSWER -> new SimulationAction(at, kind, this.world.orphansServed() ? between(1, 3) : 1, 0);
			case DELAY_ANNOUNCEMENT, DELAY_ANSWER, REPEAT_ANNOUNCEMENT, REPEAT_ANSWER ->
				new SimulationAction(at, kind, between(1, 4), between(10, 3000));
			default -> new SimulationAction(at, kind, (isPatient() || chance(85)) ? between(1, 4) : between(5, 40), 0);
		};
	}

	/**
	 * It takes minutes until links are given up, and in these nothing else must happen.
	 */
	private boolean isPatient() {
		return this.hardship == Hardship.BROKEN_LINKS;
	}

	private int between(int least, int most) {
		return this.random.nextInt(least, most + 1);
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

}
