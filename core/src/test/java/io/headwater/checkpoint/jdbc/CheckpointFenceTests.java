package io.headwater.checkpoint.jdbc;

import io.headwater.checkpoint.AlreadySavedException;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.LeaseLostException;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.Steps;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A save is refused from whoever has lost the lease, and where it was made before.
 */
@EachDatabase
class CheckpointFenceTests {

	private static final CheckpointKey KEY = Replicas.KEY;

	private final Replicas replicas;

	private final LeasedCheckpointStore one;

	private final LeasedCheckpointStore two;

	CheckpointFenceTests(DatabaseKind database) {
		this.replicas = new Replicas(database);
		this.one = this.replicas.one;
		this.two = this.replicas.two;
	}

	@Test
	void refusesASaveOfOneWhoNeverHadTheLease() {
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, Replicas.update("nobody", 1, Steps.blocks(1, 1, 'a'))))
			.withMessage("the checkpoint app/main was deleted");
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void refusesASaveOfOneWhoLostTheLease() {
		String owner = Replicas.owner(this.one, KEY);
		this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 3, 'a')));
		this.replicas.letTheLeaseRunOut();
		Replicas.owner(this.two, KEY);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, Replicas.update(owner, 2, Steps.blocks(4, 4, 'a'))))
			.withMessage("another instance has taken over the checkpoint app/main");
		assertThat(this.two.load(KEY)).extracting("references").isEqualTo(Steps.blocks(1, 3, 'a'));
	}

	@Test
	void refusesASaveOfOneWhoLostTheLeaseBeforeTheOtherHasSavedAnything() {
		String owner = Replicas.owner(this.one, KEY);
		this.replicas.letTheLeaseRunOut();
		Replicas.owner(this.two, KEY);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 1, 'a'))));
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void takesASaveAfterTheLeaseHasRunOutAsLongAsNobodyHasTakenIt() {
		String owner = Replicas.owner(this.one, KEY);
		this.replicas.letTheLeaseRunOut();
		this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 1, 'a')));
		assertThat(this.replicas.storedNumber()).isEqualTo(1);
	}

	@Test
	void refusesASaveAfterTheCheckpointWasDeleted() {
		String owner = Replicas.owner(this.one, KEY);
		this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 1, 'a')));
		this.two.delete(KEY);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, Replicas.update(owner, 2, Steps.blocks(2, 2, 'a'))));
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void tellsASaveThatWasMadeBefore() {
		String owner = Replicas.owner(this.one, KEY);
		this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 1, 'a')));
		assertThatExceptionOfType(AlreadySavedException.class)
			.isThrownBy(() -> this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 1, 'a'))));
	}

	@Test
	void refusesASaveThatComesLate() {
		String owner = Replicas.owner(this.one, KEY);
		this.one.save(KEY, Replicas.update(owner, 5, Steps.blocks(1, 5, 'a')));
		assertThatExceptionOfType(AlreadySavedException.class)
			.isThrownBy(() -> this.one.save(KEY, Replicas.update(owner, 4, Steps.blocks(1, 4, 'a'))));
		assertThat(this.replicas.storedNumber()).isEqualTo(5);
	}

	@Test
	void beginsVersionsAnewWithEachOwner() {
		String owner = Replicas.owner(this.one, KEY);
		this.one.save(KEY, Replicas.update(owner, 7, Steps.blocks(1, 3, 'a')));
		this.one.release(KEY, owner);
		String next = Replicas.owner(this.two, KEY);
		this.two.save(KEY, Replicas.update(next, 1, Steps.blocks(4, 4, 'a')));
		assertThat(this.replicas.storedNumber()).isEqualTo(4);
	}

}
