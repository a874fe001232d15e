package io.headwater.checkpoint.jdbc;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CorruptCheckpointException;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.Steps;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows that cannot be right are refused, and it is told why.
 */
@EachDatabase
class CorruptCheckpointTests {

	private static final CheckpointKey KEY = Replicas.KEY;

	private final Replicas replicas;

	private final LeasedCheckpointStore one;

	private final LeasedCheckpointStore two;

	CorruptCheckpointTests(DatabaseKind database) {
		this.replicas = new Replicas(database);
		this.one = this.replicas.one;
		this.two = this.replicas.two;
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			BLOCK_HASH = NULL               ; Only a part of its row is filled
			BLOCK_NUMBER = NULL             ; Only a part of its row is filled
			CHAIN_ID = NULL                 ; Only a part of its row is filled
			OLDEST_NUMBER = NULL            ; Only a part of its row is filled
			BLOCK_HASH = 'no hash'          ; Its row has a value that cannot be
			BLOCK_NUMBER = -1               ; Its oldest reference is said to be of block 1, but its block is -1
			SAFE_NUMBER = -7                ; Its row has a value that cannot be
			CHAIN_ID = -7                   ; Its row has a value that cannot be
			OLDEST_NUMBER = 7               ; Its oldest reference is said to be of block 7, but its block is 5
			BLOCK_NUMBER = 4                ; Its block is 4 (
			BLOCK_NUMBER = 6                ; Of the blocks from 1 to 6 that it should remember, there are 5
			FIRST_NUMBER = -1               ; Its row has a value that cannot be
			FIRST_NUMBER = 7                ; A walk that begins at 7 cannot stand at block 5
			FIRST_NUMBER = 3                ; Its walk is said to begin at block 3, but it remembers block 1
			REPLAYED_NUMBER = -1            ; Its row has a value that cannot be
			RING_SIZE = 2, OLDEST_NUMBER=-1 ; Its oldest reference is said to be of block -1
			""")
	void refusesARowThatCannotBeTrusted(String damage, String problem) {
		this.one.save(KEY, Replicas.update(Replicas.owner(this.one, KEY), 1, Steps.blocks(1, 5, 'a')));
		this.replicas.jdbc.update("UPDATE HEADWATER_CHECKPOINT SET " + damage);
		assertCorrupt(problem);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					DELETE FROM HEADWATER_REFERENCE WHERE BLOCK_NUMBER = 3                    ; Of the blocks from 1 to 5
					DELETE FROM HEADWATER_REFERENCE                                           ; Of the blocks from 1 to 5
					UPDATE HEADWATER_REFERENCE SET BLOCK_NUMBER = 4 WHERE BLOCK_NUMBER = 3    ; have a hole at block 3
					UPDATE HEADWATER_REFERENCE SET BLOCK_HASH = '0x1' WHERE BLOCK_NUMBER = 3  ; The reference of block 3 is no hash
					""")
	void refusesReferencesThatCannotBeTrusted(String damage, String problem) {
		this.one.save(KEY, Replicas.update(Replicas.owner(this.one, KEY), 1, Steps.blocks(1, 5, 'a')));
		this.replicas.jdbc.update(damage);
		assertCorrupt(problem);
	}

	private void assertCorrupt(String problem) {
		assertThatExceptionOfType(CorruptCheckpointException.class).isThrownBy(() -> this.two.load(KEY))
			.withMessageStartingWith("The checkpoint app/main cannot be trusted: ")
			.withMessageContaining(problem)
			.withMessageEndingWith(". Correct its row, or delete it to begin anew");
	}

}
