package io.headwater.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.testing.VirtualScheduler;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionWatchTests implements ConnectionWatch.Subject {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration PARTIAL = Duration.ofSeconds(30);

	private static final Duration NANO = Duration.ofNanos(1);

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final List<String> pings = new ArrayList<>();

	private final List<ConnectionLoss> losses = new ArrayList<>();

	private Duration stoodStill = Duration.ZERO;

	private long lastFrame;

	private ConnectionWatch watch = watch(INTERVAL);

	@BeforeEach
	void start() {
		this.watch.start();
	}

	private ConnectionWatch watch(Duration interval) {
		return new ConnectionWatch(new KeepAlive(interval, TIMEOUT, PARTIAL), this.scheduler, this::now, this);
	}

	@Test
	void pingsANodeThatHasSentNothingForTheInterval() {
		advance(INTERVAL.minus(NANO));
		assertThat(this.pings).isEmpty();
		advance(NANO);
		assertThat(this.pings).containsExactly("at 15 s");
		assertThat(this.losses).isEmpty();
	}

	@Test
	void doesNotPingANodeThatSends() {
		for (int second = 0; second < 300; second++) {
			advance(Duration.ofSeconds(1));
			frame();
		}
		assertThat(this.pings).isEmpty();
		advance(INTERVAL.minusSeconds(1));
		assertThat(this.pings).isEmpty();
		advance(Duration.ofSeconds(1));
		assertThat(this.pings).containsExactly("at 315 s");
	}

	@Test
	void nodeThatAnswersPingsLivesOn() {
		for (int round = 0; round < 5; round++) {
			advance(INTERVAL);
			frame();
		}
		assertThat(this.pings).containsExactly("at 15 s", "at 30 s", "at 45 s", "at 60 s", "at 75 s");
		assertThat(this.losses).isEmpty();
	}

	@Test
	void countsTheIntervalFromTheAnswer() {
		advance(INTERVAL);
		advance(Duration.ofSeconds(9));
		frame();
		advance(INTERVAL.minus(NANO));
		assertThat(this.pings).hasSize(1);
		advance(NANO);
		assertThat(this.pings).containsExactly("at 15 s", "at 39 s");
	}

	@Test
	void nodeThatSendsNothingAfterAPingIsDead() {
		advance(INTERVAL.plus(TIMEOUT).minus(NANO));
		assertThat(this.losses).isEmpty();
		advance(NANO);
		assertThat(this.losses)
			.containsExactly(new ConnectionLoss(Kind.SILENT, "nothing came for 10000 ms after a ping"));
		advance(Duration.ofHours(1));
		assertThat(this.losses).hasSize(1);
		assertThat(this.pings).hasSize(1);
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void deadSocketIsFoundWithinThirtySecondsOfTheLastFrame() {
		for (int offset = 0; offset < 15; offset++) {
			ConnectionWatchTests fresh = new ConnectionWatchTests();
			fresh.start();
			fresh.advance(Duration.ofSeconds(offset));
			fresh.frame();
			fresh.advance(Duration.ofSeconds(30));
			assertThat(fresh.losses).hasSize(1);
		}
	}

	@Test
	void hasOneDeadlineAtATime() {
		for (int round = 0; round < 100; round++) {
			assertThat(this.scheduler.pending()).isOne();
			frame();
			this.watch.messageGoesOn(now());
			this.watch.messageEnded();
			advance(Duration.ofSeconds(1));
		}
	}

	@Test
	void messageThatIsNotEndedInTimeEndsTheConnectionThoughFramesKeepComing() {
		drip(PARTIAL.minus(NANO));
		assertThat(this.losses).isEmpty();
		drip(NANO);
		assertThat(this.losses)
			.containsExactly(new ConnectionLoss(Kind.PROTOCOL, "a message was not ended within 30000 ms"));
		assertThat(this.pings).isEmpty();
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void eachMessageHasItsOwnTime() {
		for (int round = 0; round < 10; round++) {
			drip(Duration.ofSeconds(29));
			frame();
			this.watch.messageEnded();
		}
		assertThat(this.losses).isEmpty();
	}

	/** The deadline comes sooner than anything that is scheduled already. */
	@Test
	void findsAnUnfinishedMessageInTimeWhenPingsAreRare() {
		this.watch.stop();
		this.watch = watch(Duration.ofMinutes(5));
		this.watch.start();
		advance(Duration.ofSeconds(1));
		frame();
		this.watch.messageGoesOn(now());
		advance(PARTIAL.minus(NANO));
		assertThat(this.losses).isEmpty();
		advance(NANO);
		assertThat(this.losses).extracting(ConnectionLoss::kind).containsExactly(Kind.PROTOCOL);
	}

	@Test
	void silenceWithinAMessageIsSilence() {
		frame();
		this.watch.messageGoesOn(now());
		advance(INTERVAL.plus(TIMEOUT));
		assertThat(this.losses).extracting(ConnectionLoss::kind).containsExactly(Kind.SILENT);
	}

	/** Such as one in a machine that was suspended: what came meanwhile was not read. */
	@Test
	void processThatStoodStillDoesNotBlameTheNode() {
		advance(INTERVAL);
		frame();
		this.watch.messageGoesOn(now());
		advance(INTERVAL);
		assertThat(this.pings).hasSize(2);
		this.stoodStill = Duration.ofMinutes(10);
		advance(TIMEOUT);
		assertThat(this.losses).isEmpty();
		assertThat(this.pings).hasSize(3);
		advance(TIMEOUT.minus(NANO));
		assertThat(this.losses).isEmpty();
		advance(NANO);
		assertThat(this.losses).extracting(ConnectionLoss::kind).containsExactly(Kind.SILENT);
	}

	@Test
	void doesNothingOnceStopped() {
		this.watch.stop();
		assertThat(this.scheduler.pending()).isZero();
		this.watch.messageGoesOn(now());
		this.watch.start();
		assertThat(this.scheduler.pending()).isZero();
		advance(Duration.ofHours(1));
		assertThat(this.pings).isEmpty();
		assertThat(this.losses).isEmpty();
	}

	private void drip(Duration duration) {
		Duration left = duration;
		while (!left.isZero()) {
			frame();
			this.watch.messageGoesOn(now());
			Duration step = (left.compareTo(Duration.ofSeconds(1)) > 0) ? Duration.ofSeconds(1) : left;
			advance(step);
			left = left.minus(step);
		}
	}

	private void frame() {
		this.lastFrame = now();
	}

	private long now() {
		return this.scheduler.nanoTime() + this.stoodStill.toNanos();
	}

	private void advance(Duration duration) {
		this.scheduler.advance(duration);
	}

	@Override
	public long lastFrame() {
		return this.lastFrame;
	}

	@Override
	public void ping() {
		this.pings.add("at " + Duration.ofNanos(now()).toSeconds() + " s");
	}

	@Override
	public void dead(ConnectionLoss loss) {
		this.losses.add(loss);
	}

}
