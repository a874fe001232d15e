package io.headwater.node;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.headwater.ConnectionState;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A link that is busy, since an observer waits although it must not.
 */
class LinkInputsTests {

	private final LinkFixture fixture = new LinkFixture(2);

	private final CountDownLatch busy = new CountDownLatch(1);

	private final CountDownLatch end = new CountDownLatch(1);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private Future<?> input;

	@BeforeEach
	void start() {
		this.fixture.start();
		assertThat(this.fixture.followed()).isZero();
	}

	private void occupy() throws InterruptedException {
		this.input = this.threads.submit(() -> this.fixture.link.take((link) -> {
			this.busy.countDown();
			await(this.end);
		}));
		await(this.busy);
	}

	private void goOn() throws Exception {
		this.end.countDown();
		this.input.get(30, TimeUnit.SECONDS);
	}

	@Test
	void tellsHowItsNodesStandAndFailsOverWithoutMakingAnybodyWait() throws Exception {
		occupy();
		assertThat(this.fixture.followed()).isZero();
		assertThat(this.fixture.link.failOver()).isTrue();
		assertThat(this.fixture.followed()).isZero();
		goOn();
		this.fixture.settle();
		assertThat(this.fixture.followed()).isEqualTo(1);
	}

	@Test
	void takesTheFirstFramesOfAConnectionThatItHasNotHeardOf() throws Exception {
		this.fixture.node(0).latency(Duration.ofSeconds(1));
		this.fixture.link.reconnect();
		this.fixture.advance(Duration.ofMillis(500));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.CONNECTING);
		occupy();
		this.fixture.advance(Duration.ofSeconds(1));
		this.fixture.node(0).send("no JSON");
		this.fixture.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.rejectedFrames).isEqualTo(1);
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.CONNECTING);
		goOn();
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(this.fixture.followed()).isZero();
	}

	@Test
	void closesItsConnectionAndSaysSoAtOnceAndIsStoppedWhenItIsNotBusyAnyMore() throws Exception {
		occupy();
		Future<?> stop = this.threads.submit(this.fixture.link::stop);
		stop.get(5, TimeUnit.SECONDS);
		this.fixture.link.awaitStop(Duration.ofMillis(1));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.STOPPED);
		assertThat(this.fixture.node(0).isConnected()).isFalse();
		assertThat(this.fixture.writer.isShutdown()).isFalse();
		goOn();
		this.fixture.link.awaitStop(Duration.ofSeconds(30));
		assertThat(this.fixture.writer.isShutdown()).isTrue();
	}

	@Test
	void leavesTheStateToTheNextLinkHoweverLateItsInputReturns() throws Exception {
		occupy();
		this.fixture.link.reconnect();
		this.fixture.link.stop();
		this.fixture.state.moveTo(ConnectionState.CONNECTING, "the next link");
		goOn();
		this.fixture.link.awaitStop(Duration.ofSeconds(30));
		this.fixture.settle();
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.CONNECTING);
	}

	@Test
	void doesNotWaitForItselfWhenAnInputStopsIt() {
		this.fixture.link.take((link) -> link.stop());
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.STOPPED);
		assertThat(this.fixture.writer.isShutdown()).isTrue();
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.attempts()).hasSize(1);
	}

	@Test
	void connectsAnewWhenItsListenerFailsWhereANodeIsFollowedOrLost() {
		this.fixture.node(1).refuse(new ConnectException());
		this.fixture.listenerFails = true;
		this.fixture.node(0).close(1006);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.listenerFails).isFalse();
		assertThat(this.fixture.followed()).isZero();
		this.fixture.link.reconnect();
		this.fixture.listenerFails = false;
		this.fixture.advance(Duration.ofMillis(1));
		this.fixture.listenerFails = true;
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.listenerFails).isFalse();
		assertThat(this.fixture.told).contains("lost DEFECT");
		assertThat(this.fixture.followed()).isZero();
	}

	@Test
	void connectsAnewThoughTheConnectionOfAFailedInputCannotBeClosed() {
		this.fixture.failingWrites = 1;
		this.fixture.link.take((link) -> {
			throw new IllegalStateException("expected by a test");
		});
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.WAITING);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
	}

	@Test
	void connectsAnewThoughTheEndOfAConnectionCannotBeNoted() {
		this.fixture.randomFails = true;
		this.fixture.node(0).close(1006);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.randomFails).isFalse();
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		assertThat(this.fixture.nodes).filteredOn(VirtualNode::isConnected).hasSize(1);
	}

	@Test
	void connectsAgainThoughAnAttemptCannotBeBegun() {
		LinkFixture other = new LinkFixture(1);
		other.clockFailsAt = 2;
		other.link.start();
		assertThat(other.attempts()).isEmpty();
		other.advance(Duration.ofMinutes(1));
		assertThat(other.clockFailsAt).isZero();
		assertThat(other.state()).isEqualTo(ConnectionState.LIVE);
	}

	@Test
	void closesItsConnectionThoughThatOfAProbeCannotBeClosed() {
		LinkFixture returning = new LinkFixture(2, 1, null, Duration.ofSeconds(1));
		returning.node(0).refuse(new ConnectException());
		returning.start();
		returning.node(0).refuse(null);
		returning.node(0).silent(true);
		returning.advance(Duration.ofSeconds(2));
		assertThat(returning.followed()).isEqualTo(1);
		assertThat(returning.nodes).allMatch(VirtualNode::isConnected);
		returning.failingWrites = 1;
		returning.link.stop();
		assertThat(returning.failingWrites).isZero();
		assertThat(returning.node(1).isConnected()).isFalse();
		assertThat(returning.writer.isShutdown()).isTrue();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
