package io.headwater.chain;

import io.headwater.chain.KnownHeads.Known;

/**
 * Leads the walk to its goal, one move after another, for as long as a node is there, the
 * queue has room and nothing has halted it.
 */
final class Advance {

	private final DeliveredWalk walk;

	private final WalkWriter writer;

	private final Goal goal;

	private final LatestReading latest;

	private final GenesisReading genesis;

	private final Recollection recollection;

	private final Pursuit pursuit;

	private final Halt halt;

	private final PaceKeeper pace;

	private boolean connected;

	Advance(DeliveredWalk walk, WalkWriter writer, Goal goal, LatestReading latest, GenesisReading genesis,
			Recollection recollection, Pursuit pursuit, Halt halt, PaceKeeper pace) {
		this.walk = walk;
		this.writer = writer;
		this.goal = goal;
		this.latest = latest;
		this.genesis = genesis;
		this.recollection = recollection;
		this.pursuit = pursuit;
		this.halt = halt;
		this.pace = pace;
	}

	void connected() {
		this.connected = true;
		this.latest.want();
		this.genesis.connected();
	}

	void disconnected() {
		this.connected = false;
		this.latest.disconnected();
	}

	boolean isConnected() {
		return this.connected;
	}

	/**
	 * Go as far as it goes at this moment, and ask for what is needed to go on.
	 */
	void proceed() {
		requestLatest();
		boolean again = true;
		while (again && this.connected && this.writer.hasRoom() && !this.halt.isOn()) {
			again = move();
		}
		requestLatest();
		this.pace.update();
	}

	/** Before other requests take the room, and again since progress ends a wait. */
	private void requestLatest() {
		if (this.connected) {
			this.latest.request();
		}
	}

	private boolean move() {
		Known goal = this.goal.head();
		if (goal == null) {
			return false;
		}
		if (this.pursuit.hasReached(goal.head())) {
			return goOnFrom(goal);
		}
		return this.pursuit.move(goal);
	}

	/** What was told meanwhile is next, and the last of it need not be the newest. */
	private boolean goOnFrom(Known reached) {
		this.genesis.ask();
		if (this.walk.tipNumber() == reached.head().number()) {
			this.recollection.isDone(this.walk.tipNumber());
		}
		boolean another = this.goal.reached();
		if (another) {
			this.latest.want();
		}
		return another;
	}

}
