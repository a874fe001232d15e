package io.headwater.dispatch;

import io.headwater.ConnectionState;
import io.headwater.dispatch.FailurePolicy.OnFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delivery halts at a listener that keeps failing, and goes on with it when resumed.
 */
@Timeout(60)
class ListenerHaltTests {

	@Test
	void haltsBeforeTheListenerHasFinishedAndGoesOnWithItAlone() {
		RetryFixture.run(1, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("b", 2);
			publisher.offer(SampleEvents.head(1), SampleEvents.skipped(2, 3));
			publisher.offer(SampleEvents.head(4));
			publisher.awaitMoves(1);
			assertThat(publisher.moves).containsExactly("HALTED: Listener b failed on block "
					+ SampleEvents.head(1).head().ref() + " 2 times (java.lang.IllegalStateException)");
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "d NewHead 1",
					"b NewHead 1");
			assertThat(publisher.publisher.queueDepth()).isEqualTo(1);
			assertThat(publisher.publisher.lag()).isPositive();
			listeners.calls.clear();
			publisher.publisher.resume();
			publisher.deliver(SampleEvents.head(5));
			assertThat(listeners.calls).startsWith("b NewHead 1", "a HeadsSkipped", "b HeadsSkipped", "c HeadsSkipped",
					"d HeadsSkipped", "a NewHead 4");
			assertThat(listeners.givenUp).isEmpty();
			assertThat(publisher.moves.get(1)).isEqualTo("DELIVERING: delivery was resumed");
		});
	}

	@Test
	void haltsAgainWhenTheListenerStillFails() {
		RetryFixture.run(1, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("b", 4);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			publisher.publisher.resume();
			publisher.awaitMoves(3);
			assertThat(publisher.moves.get(2)).startsWith("HALTED: Listener b failed on block 1 (")
				.contains(") 4 times (");
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "d NewHead 1",
					"b NewHead 1", "b NewHead 1", "b NewHead 1");
		});
	}

	@Test
	void haltsAndGoesOnWhereOneThatIsNotIsolatedFails() {
		RetryFixture.run(0, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("c", 1);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			assertThat(publisher.moves.get(0))
				.startsWith("HALTED: A listener that is no @EventListener method failed on block 1 (");
			publisher.publisher.resume();
			publisher.deliver(SampleEvents.head(2));
			assertThat(listeners.calls).startsWith("a NewHead 1", "b NewHead 1", "c NewHead 1", "c NewHead 1",
					"d NewHead 1", "a NewHead 2");
		});
	}

	@Test
	void tellsChangesOfStateWhileHalted() {
		RetryFixture.run(0, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("a", 1);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			publisher.publisher.offer(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING));
			Awaitility.await()
				.atMost(RetryFixture.PATIENCE)
				.until(() -> listeners.calls.contains("d StreamStateChanged"));
			assertThat(listeners.calls.stream().filter("a NewHead 1"::equals)).hasSize(1);
		});
	}

	@Test
	void endsWhileItIsHaltedWhenStopped() {
		RetryFixture.run(0, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("a", 1);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			publisher.close();
			publisher.publisher.resume();
			publisher.publisher.pause();
			assertThat(publisher.moves).hasSize(2).last().asString().startsWith("CLOSED");
			assertThat(listeners.calls).hasSize(4);
		});
	}

}
