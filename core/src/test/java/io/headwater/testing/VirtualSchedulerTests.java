package io.headwater.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Other tests believe this scheduler, so it is tested itself.
 */
class VirtualSchedulerTests {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final List<String> ran = new ArrayList<>();

	@Test
	void runsTasksAtTheirTimesInOrder() {
		schedule("later", 20);
		schedule("first", 10);
		schedule("second", 10);
		this.scheduler.advance(Duration.ofMillis(9));
		assertThat(this.ran).isEmpty();
		this.scheduler.advance(Duration.ofMillis(11));
		assertThat(this.ran).containsExactly("first at 10", "second at 10", "later at 20");
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void runsWhatATaskSchedulesIfItIsDueToo() {
		this.scheduler.schedule(() -> schedule("inner", 5), 10, TimeUnit.MILLISECONDS);
		this.scheduler.advance(Duration.ofMillis(14));
		assertThat(this.ran).isEmpty();
		this.scheduler.advance(Duration.ofMillis(1));
		assertThat(this.ran).containsExactly("inner at 15");
	}

	@Test
	void forgetsACancelledTask() {
		Future<?> task = schedule("cancelled", 10);
		task.cancel(false);
		assertThat(this.scheduler.pending()).isZero();
		this.scheduler.advance(Duration.ofMillis(10));
		assertThat(this.ran).isEmpty();
	}

	@Test
	void failsTheTestWhoseTaskThrows() {
		this.scheduler.execute(() -> {
			throw new IllegalStateException("defect");
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.scheduler::runDue)
			.withStackTraceContaining("defect");
	}

	private Future<?> schedule(String name, int millis) {
		return this.scheduler.schedule(() -> this.ran.add(name + " at " + this.scheduler.nanoTime() / 1_000_000),
				millis, TimeUnit.MILLISECONDS);
	}

}
