package io.headwater.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.headwater.chain.HeadTracker;
import io.headwater.chain.Pace;
import io.headwater.testing.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * An application that is started again after each crash, with what outlives it: the
 * store, and what its listener has kept.
 */
final class SimulatedApplication {

	private final Schedule schedule;

	private final Tampering tampering;

	private final VirtualTime time;

	private final SplittableRandom random;

	private final SplittableRandom queueRandom;

	private final Faults faults;

	private final SimulatedNode node;

	private final SimulatedFinality finality;

	private final SimulatedWalk walk;

	private final SimulatedListener listener;

	private final SimulatedStore store;

	private final Set<CrashPoint> crashes = EnumSet.noneOf(CrashPoint.class);

	private @Nullable SimulatedRun run;

	private @Nullable CrashPoint next;

	private int downFor;

	SimulatedApplication(Schedule schedule, Tampering tampering, VirtualTime time, SplittableRandom random,
			SplittableRandom queueRandom, Faults faults, SimulatedNode node, SimulatedFinality finality,
			SimulatedWalk walk) {
		this.schedule = schedule;
		this.tampering = tampering;
		this.time = time;
		this.random = random;
		this.queueRandom = queueRandom;
		this.faults = faults;
		this.node = node;
		this.finality = finality;
		this.walk = walk;
		this.listener = new SimulatedListener(schedule, time, faults);
		this.store = new SimulatedStore(time, faults, this.listener, () -> passes(CrashPoint.SAVED));
	}

	void start() {
		if (this.run == null) {
			Trace.tell(this.time, () -> "starts");
			SimulatedRun run = new SimulatedRun(this, this.time, this.queueRandom);
			this.run = run;
			run.start();
		}
	}

	/**
	 * Crash, now or at the next time that a point is passed.
	 */
	void crashAt(CrashPoint point, int downFor) {
		this.next = point;
		this.downFor = downFor;
		passes(CrashPoint.ANYWHERE);
	}

	/**
	 * Note where the application is.
	 */
	void passes(CrashPoint point) {
		if (point != this.next) {
			return;
		}
		this.next = null;
		this.crashes.add(point);
		if (point == CrashPoint.STEP_ENTERED) {
			// The tracker is at work, and knows nothing of crashes.
			this.time.after(0, () -> end(SimulatedRun::crash));
		}
		else {
			end(SimulatedRun::crash);
		}
	}

	void stop(int downFor) {
		this.downFor = downFor;
		end(SimulatedRun::stop);
	}

	private void end(Consumer<SimulatedRun> how) {
		SimulatedRun ended = this.run;
		if (ended == null) {
			return;
		}
		Trace.tell(this.time, () -> "ends, for " + this.downFor + " ms");
		this.run = null;
		how.accept(ended);
		this.listener.ended();
		this.node.end();
		this.finality.disconnected();
		this.faults.struck();
		this.time.after(this.downFor, this::start);
	}

	/** Nothing ends the application any more. */
	void rest() {
		this.next = null;
		this.listener.normal();
		this.store.normal();
		start();
		connect(true);
	}

	void connect(boolean sameNode) {
		if (this.run != null && this.run.isOpen()) {
			this.node.connect(sameNode);
		}
	}

	/** The tracker is at work, and hears of it later. */
	void leaveNode() {
		this.time.after(0, () -> {
			if (this.node.leave()) {
				this.walk.left();
				this.finality.disconnected();
				this.time.after(500, () -> connect(false));
			}
		});
	}

	void input(Consumer<HeadTracker> input) {
		if (this.run != null) {
			this.run.input(input);
		}
	}

	@Nullable SimulatedRun run() {
		return this.run;
	}

	@Nullable Pace pace() {
		return (this.run != null) ? this.run.pace() : null;
	}

	/**
	 * Return where it has crashed so far.
	 */
	Set<CrashPoint> crashes() {
		return this.crashes;
	}

	Schedule schedule() {
		return this.schedule;
	}

	Tampering tampering() {
		return this.tampering;
	}

	SplittableRandom random() {
		return this.random;
	}

	SimulatedNode node() {
		return this.node;
	}

	SimulatedFinality finality() {
		return this.finality;
	}

	SimulatedWalk walk() {
		return this.walk;
	}

	SimulatedListener listener() {
		return this.listener;
	}

	SimulatedStore store() {
		return this.store;
	}

}
