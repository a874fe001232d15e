package io.headwater.chain;

import io.headwater.chain.KnownHeads.Known;

/**
 * Leads the walk to its goal, one move after another, for as long as a node is there, the
 * queue has room and nothing has halted it.
 */
final class SyncLoop {

	private final DeliveredChain walk;

	private final WalkWriter writer;

	private final SyncTarget target;

	private final LatestReading latest;

	private final GenesisReading genesis;

	private final UnconfirmedReload reload;

	private final CatchUp catchUp;

	private final Halt halt;

	private final PaceKeeper pace;

	private boolean connected;

	SyncLoop(DeliveredChain walk, WalkWriter writer, SyncTarget target, LatestReading latest, GenesisReading genesis,
			UnconfirmedReload reload, CatchUp catchUp, Halt halt, PaceKeeper pace) {
		this.walk = walk;
		this.writer = writer;
		this.target = target;
		this.latest = latest;
		this.genesis = genesis;
		this.reload = reload;
		this.catchUp = catchUp;
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
		Known target = this.target.head();
		if (target == null) {
			return false;
		}
		if (this.catchUp.hasReached(target.head())) {
			return goOnFrom(target);
		}
		return this.catchUp.move(target);
	}

	/** What was told meanwhile is next, and the last of it need not be the newest. */
	private boolean goOnFrom(Known reached) {
		this.genesis.ask();
		if (this.walk.tipNumber() == reached.head().number()) {
			this.reload.isDone(this.walk.tipNumber());
		}
		boolean another = this.target.reached();
		if (another) {
			this.latest.want();
		}
		return another;
	}

}
