package io.headwater.simulation;

import java.util.List;

import io.headwater.chain.TrackerSettings;

/**
 * All of one simulation: the same schedule always takes the same course.
 *
 * @param seed where its other random choices begin
 * @param settings the tracker's settings
 * @param world what the tracker lives in
 * @param actions what happens, in order of time
 */
record Schedule(long seed, TrackerSettings settings, World world, List<SimulationAction> actions) {

	static final int LARGE_WINDOW = 4096;

	Schedule with(List<SimulationAction> actions) {
		return new Schedule(this.seed, this.settings, this.world, actions);
	}

	long end() {
		return this.actions.isEmpty() ? 0 : this.actions.get(this.actions.size() - 1).at();
	}

	/**
	 * Return whether nothing but lag happens to the chain.
	 */
	boolean isStraight() {
		return this.world.hardship() != Hardship.LIES
				&& this.actions.stream().noneMatch((action) -> action.kind().takesBack());
	}

	/**
	 * What the tracker lives in.
	 *
	 * @param length how long the chain is at the beginning
	 * @param backends how many servers there are behind the connection
	 * @param queueCapacity how many steps may wait
	 * @param eachAnnounced whether every block is announced, not only the last of several
	 * @param orphansServed whether blocks off the canonical chain are served by hash
	 * @param hardship what is wrong in particular
	 * @param finality what finality is worth
	 * @param finalityLag how far the final block is below the newest
	 * @param saveEvery after how many steps the checkpoint is saved
	 */
	record World(int length, int backends, int queueCapacity, boolean eachAnnounced, boolean orphansServed,
			Hardship hardship, FinalityModel finality, int finalityLag, int saveEvery) {

		World savingEvery(int steps) {
			return new World(this.length, this.backends, this.queueCapacity, this.eachAnnounced, this.orphansServed,
					this.hardship, this.finality, this.finalityLag, steps);
		}

	}

}
