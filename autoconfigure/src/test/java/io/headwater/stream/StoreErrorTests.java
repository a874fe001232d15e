package io.headwater.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.FailureMode;
import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.TransportSettings;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.socket.client.WebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An {@link Error} of the store, as for lack of memory, ends nothing.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class StoreErrorTests {

	@AutoClose
	private final CheckpointedStream fixture = new CheckpointedStream(DatabaseKind.H2);

	@BeforeEach
	void createTables() {
		this.fixture.runner.withPropertyValues("headwater.chains.main.auto-startup=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private ApplicationContextRunner whereCallsFail(Predicate<String> fails) {
		LeasedCheckpointStore store = new JdbcCheckpointStore(this.fixture.store.database);
		LeasedCheckpointStore failing = (LeasedCheckpointStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { LeasedCheckpointStore.class }, (proxy, method, arguments) -> {
					if (fails.test(method.getName())) {
						throw new OutOfMemoryError("simulated");
					}
					try {
						return method.invoke(store, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		return this.fixture.withShortLease.withBean(CheckpointStore.class, () -> failing);
	}

	@Test
	@FailureMode(47)
	void losesNothingThoughAThirdOfTheCallsFail() {
		Random random = new Random(7);
		whereCallsFail((call) -> random.nextInt(3) == 0).run((context) -> {
			RecordedEvents events = StoreFixture.events(context);
			events.awaitHead(0);
			this.fixture.mine(events, 5);
			this.fixture.store.node.reorg(2);
			events.awaitTip(this.fixture.store.node.chain().head().hash());
			this.fixture.mine(events, 1);
			this.fixture.assertIsOneWalk(events);
			CheckpointedStream.assertStatesAreLegal(events);
		});
	}

	@Test
	@FailureMode(47)
	void letsAnotherInstanceDeliverWhereItCannotLoad(CapturedOutput output) {
		whereCallsFail((call) -> call.equals("load")).run((context) -> {
			CheckpointedStream.awaitOutput(output, "The store of checkpoints failed to load");
			this.fixture.runner.run((other) -> {
				StoreFixture.events(other).awaitHead(0);
				this.fixture.mine(StoreFixture.events(other), 2);
				StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.STANDBY);
				assertThat(StoreFixture.events(context).heads()).isEmpty();
			});
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc", "memory" })
	@FailureMode(47)
	void beginsOnceWhatFollowsTheChainCanBeMade(String store, CapturedOutput output) {
		this.fixture.runner.withPropertyValues("headwater.checkpoint.store=" + store)
			.withBean(ClientsOutOfMemory.class)
			.run((context) -> {
				StoreFixture.events(context).awaitHead(0);
				this.fixture.store.node.mine(3);
				StoreFixture.events(context).awaitHead(3);
				assertThat(StoreFixture.events(context).numbers()).containsExactly(0L, 1L, 2L, 3L);
				assertThat(output).contains(
						"[main] Delivery could not begin, which is tried again: java.lang.OutOfMemoryError: simulated");
			});
	}

	/**
	 * Lets the first two clients of nodes fail.
	 */
	static class ClientsOutOfMemory implements BeanPostProcessor {

		private final AtomicInteger left = new AtomicInteger(2);

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (!(bean instanceof NodeClientFactory clients)) {
				return bean;
			}
			return new NodeClientFactory() {

				@Override
				public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
					throw new UnsupportedOperationException("a stream has a scheduler");
				}

				@Override
				public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings,
						ScheduledExecutorService scheduler) {
					if (ClientsOutOfMemory.this.left.getAndDecrement() > 0) {
						throw new OutOfMemoryError("simulated");
					}
					return clients.createClient(endpoint, settings, scheduler);
				}

			};
		}

	}

}
