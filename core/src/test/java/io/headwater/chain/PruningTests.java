package io.headwater.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a denied number is taken for pruned: the rules in {@code docs/design/walk.md}.
 */
class PruningTests {

	private static final int WINDOW = 16;

	private final List<Long> asked = new ArrayList<>();

	private final Waits waits = new Waits(
			new TrackerFixture(TrackerFixture.settings(WINDOW, 0, Long.MAX_VALUE, false)));

	private final Retry retry = new Retry(this.waits);

	private final Pruning pruning = new Pruning(WINDOW, this.retry,
			new Requests((request) -> this.asked.add(request.number()), 4, this.retry), this.waits);

	@Test
	void aNumberWithinTheWindowIsNeverPruned() {
		deny(101, 101 + WINDOW, Duration.ofHours(1));
		assertThat(this.pruning.isSearching()).isFalse();
		assertThat(this.pruning.isSuspected()).isFalse();
	}

	@Test
	void aNumberFurtherDownIsSearchedForAfterFiveMinutes() {
		deny(101, 200, Duration.ofMinutes(4));
		assertThat(this.pruning.isSearching()).isFalse();
		deny(101, 200, Duration.ofMinutes(2));
		assertThat(this.pruning.isSearching()).isTrue();
		this.pruning.search();
		assertThat(this.asked).containsExactly(150L);
	}

	@Test
	void theTimeOfAnotherNumberDoesNotCount() {
		deny(101, 200, Duration.ofMinutes(4));
		deny(102, 200, Duration.ofMinutes(4));
		assertThat(this.pruning.isSearching()).isFalse();
	}

	@Test
	void timeBeforeProgressDoesNotCount() {
		deny(101, 200, Duration.ofMinutes(4));
		this.pruning.progressed();
		deny(101, 200, Duration.ofMinutes(4));
		assertThat(this.pruning.isSearching()).isFalse();
	}

	@Test
	void aNumberThatIsDeniedNearTheHeadEndsTheSuspicionOfAnother() {
		deny(101, 200, Duration.ofMinutes(1));
		assertThat(this.pruning.isSuspected()).isTrue();
		deny(190, 200, Duration.ofSeconds(1));
		assertThat(this.pruning.isSuspected()).isFalse();
	}

	private void deny(long number, long target, Duration time) {
		this.pruning.denied(number, target);
		Duration end = this.retry.waited().plus(time);
		while (this.retry.waited().compareTo(end) < 0) {
			this.retry.await();
			this.retry.anotherIsWanted();
		}
		this.pruning.denied(number, target);
	}

}
