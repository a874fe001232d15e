package io.headwater.checkpoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.headwater.BlockRef;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints as long as the application runs, so that a stream that is stopped and
 * started goes on where it stood. After a restart there is none.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {

	private final Map<CheckpointKey, Entry> entries = new ConcurrentHashMap<>();

	@Override
	public String name() {
		return "memory";
	}

	@Override
	public @Nullable StoredCheckpoint load(CheckpointKey key) {
		Entry entry = this.entries.get(key);
		return (entry != null) ? entry.stored() : null;
	}

	@Override
	public void save(CheckpointKey key, CheckpointUpdate update) {
		this.entries.computeIfAbsent(key, (absent) -> new Entry()).take(update);
	}

	@Override
	public void delete(CheckpointKey key) {
		this.entries.remove(key);
	}

	private static final class Entry {

		private final Deque<BlockRef> references = new ArrayDeque<>();

		private @Nullable Checkpoint checkpoint;

		synchronized void take(CheckpointUpdate update) {
			this.checkpoint = update.checkpoint();
			long kept = update.added().isEmpty() ? update.checkpoint().block().number()
					: update.added().get(0).number() - 1;
			while (!this.references.isEmpty() && this.references.getLast().number() > kept) {
				this.references.removeLast();
			}
			this.references.addAll(update.added());
			while (!this.references.isEmpty() && this.references.getFirst().number() < update.oldest()) {
				this.references.removeFirst();
			}
		}

		synchronized @Nullable StoredCheckpoint stored() {
			return (this.checkpoint != null) ? new StoredCheckpoint(this.checkpoint, List.copyOf(this.references))
					: null;
		}

	}

}
