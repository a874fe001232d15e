package io.headwater.checkpoint;

import java.util.List;

import io.headwater.BlockRef;

/**
 * What a save changes. The references that count afterwards are those of the numbers from
 * {@code oldest} up to the checkpoint's own, all others are void; so a save need not
 * rewrite what has not changed.
 *
 * @param checkpoint the new checkpoint
 * @param oldest the lowest number whose reference still counts; one above the
 * checkpoint's if none does
 * @param added the references that are new since the last save, oldest first; each takes
 * the place of what is remembered under its number
 * @param window how many references may count at a time
 * @param owner who has the lease; empty if the store has none
 * @param version rises with each save of one owner, so that a store can recognise a save
 * that comes late
 */
public record CheckpointUpdate(Checkpoint checkpoint, long oldest, List<BlockRef> added, int window, String owner,
		long version) {

	public CheckpointUpdate {
		added = List.copyOf(added);
	}

}
