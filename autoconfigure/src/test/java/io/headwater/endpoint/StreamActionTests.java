package io.headwater.endpoint;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FixedStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the endpoint refuses to do, and what it says then.
 */
@Timeout(120)
class StreamActionTests {

	private static final String MAIN = "headwater.chains.main.";

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private OperatedStream.Runner with(String... properties) {
		return OperatedStream.at(this.node.url()).with(properties);
	}

	@ParameterizedTest
	@ValueSource(strings = { "pause", "resume", "reconnect", "failover", "acknowledge" })
	void refusesWhatAStoppedStreamCannotDo(String action) {
		with(MAIN + "auto-startup=false").run((main) -> assertRefused(main, action, "the stream does not run"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reconnect", "failover" })
	void refusesToReconnectWhereAnotherInstanceDelivers(String action) {
		with().with(new FixedStore.HeldByAnother()).run((main) -> {
			main.await(ConnectionState.STOPPED, DeliveryState.STANDBY);
			assertRefused(main, action, "another instance delivers");
		});
	}

	@Test
	void refusesToResumeWhatIsNotPausedAndToAcknowledgeWhatIsNotHalted() {
		with().run((main) -> {
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			assertRefused(main, "resume", "the delivery is not paused");
			assertRefused(main, "acknowledge", "the delivery is not halted by a reset");
			main.act("pause");
			main.act("pause");
			assertThat(main.read().delivery().state()).isEqualTo("paused");
		});
	}

	@Test
	void refusesAllButResumeAfterAListenerHasHaltedTheDelivery() {
		with(MAIN + "on-failure=halt").run((main) -> {
			main.haltByListener(this.node);
			assertRefused(main, "pause", "halted by a listener");
			assertRefused(main, "acknowledge", "not halted by a reset");
		});
	}

	@Test
	void refusesToResumeWhatWaitsToBeAcknowledged() {
		with(MAIN + "window=4").run((main) -> {
			main.haltByReset(this.node);
			assertRefused(main, "resume", "acknowledge");
			main.act("acknowledge");
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
		});
	}

	@Test
	void onlyForgetsACheckpointOfAnotherChain() {
		with().with(new FixedStore()).run((main) -> {
			main.await(ConnectionState.STOPPED, DeliveryState.HALTED);
			assertRefused(main, "acknowledge", "not halted by a reset");
			assertRefused(main, "resume", "forget");
			assertRefused(main, "reconnect", "forget");
			main.act("forget");
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
		});
	}

	@Test
	void replaysNoMoreThanWasDelivered() {
		with(MAIN + "start=2").run((main) -> {
			assertRefused(() -> main.replay(0), "nothing was delivered yet");
			this.node.mine(3);
			main.await((stream) -> assertThat(stream.counts()).containsEntry("heads", 2L));
			assertRefused(() -> main.replay(4), "the newest head that was delivered is 3");
			assertRefused(() -> main.replay(-1), "no such block");
			main.replay(1);
			main.await((stream) -> assertThat(stream.counts()).containsEntry("heads", 5L).containsEntry("resets", 1L));
		});
	}

	@Test
	void replaysNothingWhereNothingIsDelivered() {
		with(MAIN + "auto-startup=false").run((main) -> assertRefused(() -> main.replay(0), "the stream does not run"));
		with().with(new FixedStore.HeldByAnother()).run((main) -> {
			main.await(ConnectionState.STOPPED, DeliveryState.STANDBY);
			assertRefused(() -> main.replay(0), "another instance delivers");
		});
	}

	private static void assertRefused(OperatedStream main, String action, String reason) {
		assertRefused(() -> main.act(action), reason);
	}

	private static void assertRefused(ThrowingCallable action, String reason) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(action)
			.satisfies((ex) -> assertThat(ex.getReason()).contains(reason));
	}

}
