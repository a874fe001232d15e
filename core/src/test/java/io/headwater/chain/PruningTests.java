package io.headwater.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a denied number is taken for pruned: the rules in {@code docs/design/walk.md}.
 */
class PruningTests {

	private static final int WINDOW = 16;

	private final List<Long> asked = new ArrayList<>();

	private final AtomicLong ids = new AtomicLong();

	private final Waits waits = new Waits(new TrackerFixture(TrackerFixture.settings(WINDOW, 0, Long.MAX_VALUE, false)),
			this.ids::incrementAndGet);

	private final Retry retry = new Retry(this.waits, () -> {
	});

	private final Requests requests = new Requests((request) -> this.asked.add(request.number()), 4,
			this.ids::incrementAndGet);

	private Pruning pruning = connect(Pruning.Denial.NOTHING);

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
		this.pruning.searchOn();
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
		this.pruning.forget();
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

	@Test
	void theTimeOfAnEarlierConnectionCounts() {
		deny(101, 200, Duration.ofMinutes(4));
		this.pruning = connect(this.pruning.denial());
		assertThat(this.pruning.isSuspected()).isTrue();
		deny(101, 200, Duration.ofMinutes(2));
		assertThat(this.pruning.isSearching()).isTrue();
	}

	private Pruning connect(Pruning.Denial earlier) {
		this.retry.reset();
		return new Pruning(WINDOW, earlier, this.retry, this.requests, this.waits);
	}

	private void deny(long number, long target, Duration time) {
		this.pruning.deny(number, target);
		Duration end = this.retry.waited().plus(time);
		while (this.retry.waited().compareTo(end) < 0) {
			this.retry.schedule();
			this.retry.wantAnother();
		}
		this.pruning.deny(number, target);
	}

}
