package io.headwater.observability;

import java.util.concurrent.TimeUnit;

import io.headwater.ConnectionState;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.dispatch.SampleEvents;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is measured of deliveries and of the listeners that they call.
 */
class ListenerMetersTests {

	private final MeterFixture fixture = new MeterFixture();

	private final SimpleMeterRegistry registry = this.fixture.registry;

	@Test
	void timesDeliveries() {
		this.fixture.dispatch.delivering(SampleEvents.head(1), 1, 2_000_000);
		this.fixture.dispatch.delivering(SampleEvents.skipped(2, 3), 1, 4_000_000);
		Timer timer = this.registry.get("headwater.delivery.latency").tags("chain", "main").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
	}

	@Test
	void measuresNoDeliveryOfChangesOfState() {
		this.fixture.dispatch.delivering(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING), 1,
				5_000_000);
		assertThat(this.registry.get("headwater.delivery.latency").tags("chain", "main").timer().count()).isZero();
		assertThat(this.fixture.heads("main", "live")).isZero();
		assertThat(this.fixture.number("headwater.head.number")).isNaN();
	}

	@Test
	void measuresAnEventOnceHoweverOftenItIsTried() {
		this.fixture.dispatch.delivering(SampleEvents.head(1), 1, 2_000_000);
		this.fixture.dispatch.delivering(SampleEvents.head(1), 2, 900_000_000);
		Timer timer = this.registry.get("headwater.delivery.latency").tags("chain", "main").timer();
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2);
		assertThat(this.fixture.heads("main", "live")).isEqualTo(1);
	}

	@Test
	void countsAttemptsAfterTheFirst() {
		this.fixture.deliver(SampleEvents.head(1));
		assertThat(this.registry.find("headwater.listener.retries").counter()).isNull();
		this.fixture.dispatch.delivering(SampleEvents.head(1), 2, 1);
		this.fixture.dispatch.delivering(SampleEvents.head(1), 3, 1);
		assertThat(this.registry.get("headwater.listener.retries")
			.tags("chain", "main", "event", "NewHeadEvent")
			.counter()
			.count()).isEqualTo(2);
	}

	@Test
	void countsEventsThatAreGivenUp() {
		this.fixture.dispatch.abandoned(SampleEvents.head(1), MeterFixture.LISTENER);
		this.fixture.dispatch.abandoned(SampleEvents.head(1), null);
		this.fixture.dispatch.abandoned(SampleEvents.skipped(2, 3), MeterFixture.LISTENER);
		assertThat(givenUp("NewHeadEvent")).isEqualTo(2);
		assertThat(givenUp("HeadsSkippedEvent")).isEqualTo(1);
	}

	@Test
	void countsFailuresByEvent() {
		this.fixture.dispatch.failed(SampleEvents.head(1), new IllegalStateException("expected by a test"));
		this.fixture.dispatch.failed(SampleEvents.head(2), new IllegalStateException("expected by a test"));
		this.fixture.dispatch.failed(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING),
				new IllegalStateException("expected by a test"));
		assertThat(this.registry.get("headwater.listener.failures").tags("event", "NewHeadEvent").counter().count())
			.isEqualTo(2);
		assertThat(this.registry.get("headwater.listener.failures")
			.tags("event", "StreamStateChangedEvent")
			.counter()
			.count()).isEqualTo(1);
	}

	@Test
	void timesListenersByEventAndOutcome() {
		this.fixture.finish(SampleEvents.head(1), MeterFixture.LISTENER, 3_000_000, null);
		this.fixture.finish(SampleEvents.head(2), MeterFixture.LISTENER, 5_000_000, null);
		this.fixture.finish(SampleEvents.head(3), MeterFixture.LISTENER, 7_000_000,
				new StackOverflowError("expected by a test"));
		this.fixture.finish(SampleEvents.skipped(4, 5), "audit", 9_000_000, null);
		assertThat(listenerTime(MeterFixture.LISTENER, "NewHeadEvent", "success")).isEqualTo(8);
		assertThat(listenerTime(MeterFixture.LISTENER, "NewHeadEvent", "failure")).isEqualTo(7);
		assertThat(listenerTime("audit", "HeadsSkippedEvent", "success")).isEqualTo(9);
	}

	@Test
	void showsTheAgeOfARunningCallOnceItIsLongerThanTheLastOne() {
		this.fixture.nanoTime.set(1_000_000_000);
		this.fixture.finish(SampleEvents.head(1), MeterFixture.LISTENER, 50_000_000, null);
		assertThat(latest()).isEqualTo(50, within(1e-6));
		this.fixture.dispatch.listenerCalled(SampleEvents.head(2), MeterFixture.LISTENER);
		this.fixture.nanoTime.addAndGet(20_000_000);
		assertThat(latest()).isEqualTo(50, within(1e-6));
		this.fixture.nanoTime.addAndGet(600_000_000);
		assertThat(latest()).isEqualTo(620, within(1e-6));
		this.fixture.dispatch.listenerFinished(SampleEvents.head(2), MeterFixture.LISTENER, 620_000_000,
				ListenerOutcome.SUCCESS, null);
		this.fixture.nanoTime.addAndGet(600_000_000);
		assertThat(latest()).isEqualTo(620, within(1e-6));
		this.fixture.finish(SampleEvents.head(3), MeterFixture.LISTENER, 1_000_000, null);
		assertThat(latest()).isEqualTo(1, within(1e-6));
	}

	@Test
	void showsTheAgeOfACallThatBeganWhenTheClockWasAtZero() {
		this.fixture.nanoTime.set(0);
		this.fixture.dispatch.listenerCalled(SampleEvents.head(1), MeterFixture.LISTENER);
		this.fixture.nanoTime.set(5_000_000);
		assertThat(latest()).isEqualTo(5, within(1e-5));
	}

	private double givenUp(String event) {
		return this.registry.get("headwater.events.abandoned").tags("chain", "main", "event", event).counter().count();
	}

	private double listenerTime(String listener, String event, String outcome) {
		return this.registry.get("headwater.listener.latency")
			.tags("chain", "main", "listener", listener, "event", event, "outcome", outcome)
			.timer()
			.totalTime(TimeUnit.MILLISECONDS);
	}

	private double latest() {
		return this.registry.get("headwater.listener.latency.last")
			.tags("chain", "main", "listener", MeterFixture.LISTENER)
			.timeGauge()
			.value(TimeUnit.MILLISECONDS);
	}

}
