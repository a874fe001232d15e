package io.headwater.chain;

import java.util.List;
import java.util.stream.LongStream;

import io.headwater.BlockRef;
import io.headwater.TestHeads;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReferenceWindowTests {

	private static final int CAPACITY = 100;

	private final ReferenceWindow window = new ReferenceWindow(CAPACITY);

	@Test
	void remembersNoMoreThanItsCapacityAndForgetsTheOldest() {
		add(1000, 1000 + 5 * CAPACITY);
		assertThat(this.window.first()).isEqualTo(1000 + 5 * CAPACITY - CAPACITY + 1);
		assertThat(this.window.last()).isEqualTo(1000 + 5 * CAPACITY);
		assertThat(this.window.hash(this.window.first())).isEqualTo(TestHeads.hash(this.window.first()));
		assertThat(this.window.hash(this.window.first() - 1)).isNull();
		assertThat(this.window.isTruncated()).isTrue();
	}

	@Test
	void forgetsNothingUpToItsCapacity() {
		add(1000, 1000 + CAPACITY - 1);
		assertThat(this.window.isTruncated()).isFalse();
		assertThat(this.window.above(999)).hasSize(CAPACITY);
	}

	@Test
	void listsWhatIsAboveANumberNewestFirst() {
		add(10, 13);
		assertThat(this.window.above(11)).isEqualTo(List.of(reference(13), reference(12)));
	}

	@Test
	void goesOnWhereItWasCutOff() {
		add(10, 3 * CAPACITY);
		this.window.removeAbove(3 * CAPACITY - 50);
		add(3 * CAPACITY - 49, 3 * CAPACITY + 10);
		assertThat(this.window.last()).isEqualTo(3 * CAPACITY + 10);
		for (long number = this.window.first(); number <= this.window.last(); number++) {
			assertThat(this.window.hash(number)).isEqualTo(TestHeads.hash(number));
		}
	}

	@Test
	void beginsAnewAnywhereOnceAllIsReverted() {
		add(1000, 1000 + 2 * CAPACITY);
		this.window.removeAbove(0);
		assertThat(this.window.isEmpty()).isTrue();
		add(5, 6);
		assertThat(this.window.first()).isEqualTo(5);
		assertThat(this.window.isTruncated()).isFalse();
	}

	@Test
	void findsTheNewestUnderAnotherNumberOnly() {
		add(1, 40);
		assertThat(this.window.hasUnderOtherNumber(41, TestHeads.hash(25))).isTrue();
		assertThat(this.window.hasUnderOtherNumber(25, TestHeads.hash(25))).isFalse();
		assertThat(this.window.hasUnderOtherNumber(41, TestHeads.hash(24))).isFalse();
		assertThat(this.window.hasUnderOtherNumber(41, TestHeads.hash(41))).isFalse();
	}

	@Test
	void findsWhatIsNewestAgainAfterAReorg() {
		add(1, 40);
		this.window.removeAbove(30);
		assertThat(this.window.hasUnderOtherNumber(31, TestHeads.hash(15))).isTrue();
		assertThat(this.window.hasUnderOtherNumber(31, TestHeads.hash(14))).isFalse();
		assertThat(this.window.hasUnderOtherNumber(31, TestHeads.hash(35))).isFalse();
	}

	private void add(long from, long to) {
		for (long number = from; number <= to; number++) {
			this.window.add(number, TestHeads.hash(number));
		}
	}

	private static BlockRef reference(long number) {
		return new BlockRef(number, TestHeads.hash(number));
	}

	@Test
	void goesOnWithTheNewestReferencesOfAnEarlierRun() {
		ReferenceWindow window = new ReferenceWindow(3, 1,
				LongStream.rangeClosed(1, 5).mapToObj((number) -> ScriptedNode.ref("" + number)).toList());
		assertThat(window.first()).isEqualTo(3);
		assertThat(window.last()).isEqualTo(5);
		assertThat(window.isForgotten(2)).isTrue();
		assertThat(window.isForgotten(3)).isFalse();
	}

	@Test
	void knowsOverARestartWhereTheWalkHasBegun() {
		ReferenceWindow window = new ReferenceWindow(3, 3, List.of(ScriptedNode.ref("4"), ScriptedNode.ref("5")));
		assertThat(window.isTruncated()).isTrue();
		assertThat(window.isForgotten(3)).isTrue();
		assertThat(window.isForgotten(2)).isFalse();
		window = new ReferenceWindow(3, 4, List.of(ScriptedNode.ref("4"), ScriptedNode.ref("5")));
		assertThat(window.isTruncated()).isFalse();
		assertThat(window.isForgotten(3)).isFalse();
	}

}
