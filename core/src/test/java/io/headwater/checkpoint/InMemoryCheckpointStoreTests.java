package io.headwater.checkpoint;

/**
 * The store in memory, which lives as long as its application.
 */
class InMemoryCheckpointStoreTests extends AbstractCheckpointStoreTests {

	@Override
	protected CheckpointStore newStore() {
		return new InMemoryCheckpointStore();
	}

	@Override
	protected CheckpointStore restart(CheckpointStore store) {
		return store;
	}

}
