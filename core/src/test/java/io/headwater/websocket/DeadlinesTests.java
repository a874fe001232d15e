package io.headwater.websocket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.testing.VirtualScheduler;
import io.headwater.websocket.Deadlines.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class DeadlinesTests {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final List<String> missed = new ArrayList<>();

	private final Deadlines deadlines = new Deadlines(
			new ClientSettings(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO, 1,
					true),
			this.scheduler, this.scheduler::nanoTime,
			(kind) -> this.missed.add(kind + " " + this.scheduler.nanoTime() / 1_000_000_000));

	@Test
	void nothingIsDueUnlessItIsSet() {
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void tellsTheOneThatIsMissed() {
		this.deadlines.set(Kind.MESSAGE);
		this.scheduler.advance(Duration.ofSeconds(30).minusNanos(1));
		assertThat(this.missed).isEmpty();
		this.scheduler.advance(Duration.ofNanos(1));
		assertThat(this.missed).containsExactly("MESSAGE 30");
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void tellsTheEarlierOneThoughItWasSetLater() {
		this.deadlines.set(Kind.MESSAGE);
		this.scheduler.advance(Duration.ofSeconds(20));
		this.deadlines.set(Kind.SEND);
		assertThat(this.scheduler.pending()).isEqualTo(1);
		this.scheduler.advance(Duration.ofSeconds(5));
		assertThat(this.missed).containsExactly("SEND 25");
	}

	@Test
	void waitsForTheNextOneWhenTheEarlierOneWasKept() {
		this.deadlines.set(Kind.SEND);
		this.deadlines.set(Kind.MESSAGE);
		this.deadlines.clear(Kind.SEND);
		this.scheduler.advance(Duration.ofSeconds(29));
		assertThat(this.missed).isEmpty();
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.missed).containsExactly("MESSAGE 30");
	}

	@Test
	void beginsAnewWhenItIsSetAgain() {
		this.deadlines.set(Kind.SEND);
		this.scheduler.advance(Duration.ofSeconds(4));
		this.deadlines.clear(Kind.SEND);
		this.deadlines.set(Kind.SEND);
		this.scheduler.advance(Duration.ofSeconds(4));
		assertThat(this.missed).isEmpty();
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.missed).containsExactly("SEND 9");
	}

	@Test
	void timeThatIsUsedUpShortensIt() {
		this.deadlines.set(Kind.SEND, Duration.ofSeconds(3).toNanos());
		assertThat(this.deadlines.left(Kind.SEND)).isEqualTo(Duration.ofSeconds(2));
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(this.missed).containsExactly("SEND 2");
		this.deadlines.set(Kind.SEND, Duration.ofDays(1).toNanos());
		this.scheduler.runDue();
		assertThat(this.missed).containsExactly("SEND 2", "SEND 2");
	}

	@Test
	void thousandDeadlinesThatAreKeptWakeNobodyButOnce() {
		for (int i = 0; i < 1_000; i++) {
			this.deadlines.set(Kind.SEND);
			this.deadlines.clear(Kind.SEND);
			assertThat(this.scheduler.pending()).isEqualTo(1);
		}
		this.scheduler.advance(Duration.ofSeconds(5));
		assertThat(this.scheduler.pending()).isZero();
		assertThat(this.missed).isEmpty();
	}

	@Test
	void tellsNothingOnceItHasEnded() {
		this.deadlines.set(Kind.CONNECT);
		this.deadlines.end();
		this.deadlines.set(Kind.SEND);
		assertThat(this.scheduler.pending()).isZero();
		this.scheduler.advance(Duration.ofDays(1));
		assertThat(this.missed).isEmpty();
	}

	@Test
	void mayBeSetThoughTheSchedulerIsGone() {
		this.scheduler.shutdown();
		assertThatNoException().isThrownBy(() -> this.deadlines.set(Kind.SEND));
		assertThatNoException().isThrownBy(() -> this.deadlines.clear(Kind.SEND));
	}

}
