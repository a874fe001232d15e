package io.headwater.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import javax.sql.DataSource;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.NewHeadEvent;
import io.headwater.StreamState;
import io.headwater.StreamStateChangedEvent;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.checkpoint.jdbc.CheckpointSchema;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.DeafListener;
import io.headwater.testing.OwnThread;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.NodeEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How one term of delivery follows another.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class StreamRunTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.context.close();
		this.node.close();
	}

	private HeadStreamBuilder builder() {
		return HeadStream.builder("main").node(this.node.url().toString());
	}

	private HeadStream start(Function<ApplicationEventPublisher, HeadStream> factory, Object... listeners) {
		HeadStream stream = factory.apply(this.context);
		HeadStreams streams = new HeadStreams(List.of(stream));
		this.context.registerBean(HeadStreams.class, () -> streams);
		for (int i = 0; i < listeners.length; i++) {
			Object listener = listeners[i];
			registerListener("listener" + i, listener);
		}
		this.context.register(ListenerConfiguration.class);
		this.context.refresh();
		return stream;
	}

	@SuppressWarnings("unchecked")
	private <T> void registerListener(String name, T listener) {
		this.context.registerBean(name, (Class<T>) listener.getClass(), () -> listener);
	}

	@Test
	void triesAgainWhereItCannotBeginAfterAListenerOfAnEarlierRunHasReturned(CapturedOutput output)
			throws InterruptedException {
		DeafListener deaf = new DeafListener();
		Events events = new Events();
		AtomicInteger failures = new AtomicInteger();
		StreamThreads threads = (name) -> {
			if (name.endsWith("publisher") && failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return StreamThreads.platform().named(name);
		};
		HeadStream stream = start(
				(publisher) -> builder().threads(threads).shutdownTimeout(Duration.ofMillis(50)).build(publisher), deaf,
				events);
		deaf.awaitEntered();
		stream.stop();
		stream.start();
		assertThat(stream.isHeldByListener()).isTrue();
		this.node.mine(3);
		failures.set(2);
		deaf.open();
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.heads).contains(3L));
		assertThat(failures).hasValue(0);
		assertThat(output).contains("could not go on after a listener had returned, which is tried again");
	}

	@Test
	void publishesItsStandbyWhereThePublisherIsTheFirstToFindTheLeaseLost() throws InterruptedException {
		DataSource database = DatabaseKind.H2.newDatabase();
		CheckpointSchema.create(database, JdbcCheckpointStore.DEFAULT_TABLE_PREFIX);
		Rival rival = new Rival(database);
		HeadGate gate = new HeadGate(1);
		Events events = new Events();
		AtomicLong jump = new AtomicLong();
		HeadStream stream = start((publisher) -> {
			HeadStreamBuilder builder = builder().checkpointStore(new JdbcCheckpointStore(database))
				.namespace(Rival.NAMESPACE)
				.save(100, 100);
			StreamThreads threads = StreamThreads.platform();
			return new HeadStream(StreamSettings.of(builder),
					List.of(NodeEndpoint.of(this.node.url().toString(), Map.of())),
					new StreamResources(
							new DefaultClientFactory(threads.named("reader"), System::nanoTime, Clock.systemUTC()),
							publisher, builder.checkpointStore, LeaseHolder::newOwner, DispatchObserver.NONE,
							StreamObserver.NONE, CheckpointObserver.NONE, threads, Clock.systemUTC(),
							() -> System.nanoTime() + jump.get(), new Random()));
		}, gate, events);
		Awaitility.await().atMost(PATIENCE).until(() -> stream.deliveryState() == DeliveryState.LIVE);
		this.node.mine(2);
		gate.awaitEntered();
		rival.takeTurn();
		jump.set(Duration.ofMinutes(5).toNanos());
		gate.open();
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(events.changes).extracting(StreamStateChangedEvent::to)
				.contains(DeliveryState.STANDBY));
		assertThat(events.heads).doesNotContain(2L);
		rival.letGo();
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.heads).contains(2L));
	}

	@Test
	void showsTheNewestHeadAndTheCountsOfWhatListenersHaveFinished() {
		HeadGate gate = new HeadGate(2);
		Events events = new Events();
		HeadStream stream = start((publisher) -> builder().build(publisher), gate, events);
		Awaitility.await().atMost(PATIENCE).until(() -> stream.deliveryState() == DeliveryState.LIVE);
		this.node.mine(2);
		Awaitility.await().atMost(PATIENCE).until(() -> stream.counts().heads() == 2);
		assertThat(stream.head()).isNotNull().satisfies((head) -> assertThat(head.number()).isEqualTo(1));
		gate.open();
		Awaitility.await().atMost(PATIENCE).until(() -> stream.counts().heads() == 3);
		this.node.reorg(1);
		Awaitility.await().atMost(PATIENCE).until(() -> stream.counts().reorgs() == 1);
		this.node.mine(1);
		String tip = this.node.chain().head().hash();
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(stream.head()).isNotNull()
				.satisfies((head) -> assertThat(head.hash()).hasToString(tip)));
		assertThat(stream.counts()).isEqualTo(new StreamCounts(events.heads.size(), 1, 1, 0, 0));
		stream.replay(1);
		Awaitility.await().atMost(PATIENCE).until(() -> stream.counts().resets() == 1);
		Awaitility.await().atMost(PATIENCE).until(() -> events.heads.size() == stream.counts().heads());
		assertThat(stream.head()).isNotNull().satisfies((head) -> assertThat(head.hash()).hasToString(tip));
	}

	@Test
	void stopsWithinItsTimeThoughAnObserverOfTheConnectionDoesNotReturn() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		HeadStream stream = start((publisher) -> builder().shutdownTimeout(Duration.ofMillis(100))
			.streamObserver(onState(ConnectionState.LIVE, () -> {
				entered.countDown();
				await(end);
			}))
			.build(publisher));
		await(entered);
		CompletableFuture<Void> stop = OwnThread.run(stream::stop);
		try {
			assertThat(stop).succeedsWithin(Duration.ofSeconds(5));
			Awaitility.await().atMost(PATIENCE).until(() -> this.node.connectionCount() == 0);
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void stopsAtOnceThoughAnObserverOfTheConnectionStopsItToo() throws Exception {
		AtomicReference<HeadStream> observed = new AtomicReference<>();
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch stopping = new CountDownLatch(1);
		HeadStream stream = start((publisher) -> {
			HeadStream built = builder().streamObserver(onState(ConnectionState.LIVE, () -> {
				entered.countDown();
				await(stopping);
				observed.get().stop();
			})).streamObserver(onState(DeliveryState.STOPPED, stopping::countDown)).build(publisher);
			observed.set(built);
			return built;
		});
		await(entered);
		assertThat(OwnThread.run(stream::stop)).succeedsWithin(Duration.ofSeconds(5));
	}

	private static StreamObserver onState(StreamState state, Runnable action) {
		return new StreamObserver() {

			@Override
			public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
				if (to == state) {
					action.run();
				}
			}

		};
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static class Events {

		final List<Long> heads = new CopyOnWriteArrayList<>();

		final List<StreamStateChangedEvent> changes = new CopyOnWriteArrayList<>();

		@EventListener
		void on(NewHeadEvent event) {
			this.heads.add(event.head().number());
		}

		@EventListener
		void on(StreamStateChangedEvent event) {
			this.changes.add(event);
		}

	}

}
