package io.headwater.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.StreamStateChangedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What waits for the publisher, and how much of it may.
 */
@Timeout(20)
class StepQueueTests {

	private static final StreamStateChangedEvent CONNECTING = SampleEvents.connection(ConnectionState.STOPPED,
			ConnectionState.CONNECTING);

	private static final StreamStateChangedEvent SUBSCRIBING = SampleEvents.connection(ConnectionState.CONNECTING,
			ConnectionState.SUBSCRIBING);

	private static final StreamStateChangedEvent CATCHING_UP = SampleEvents.delivery(DeliveryState.STOPPED,
			DeliveryState.CATCHING_UP);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final StepQueue queue = new StepQueue(4, System::nanoTime, Duration.ZERO);

	@Test
	void handsOutStepsInTheirOrder() throws InterruptedException {
		List<Step> steps = offered(4);
		List<Step> taken = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			taken.add(this.queue.take(true).step());
		}
		assertThat(taken).isEqualTo(steps);
	}

	@Test
	void refusesStepWhenFull() {
		offered(4);
		assertThat(this.queue.offer(step(4))).isFalse();
		assertThat(this.queue.depth()).isEqualTo(this.queue.capacity()).isEqualTo(4);
	}

	@Test
	void refusedStepLeavesNoTrace() throws InterruptedException {
		List<Step> steps = offered(4);
		this.queue.offer(step(4));
		assertThat(this.queue.take(true).step()).isEqualTo(steps.get(0));
		Step later = step(5);
		assertThat(this.queue.offer(later)).isTrue();
		List<Step> rest = new ArrayList<>();
		while (this.queue.depth() > 0) {
			rest.add(this.queue.take(true).step());
		}
		assertThat(rest).containsExactly(steps.get(1), steps.get(2), steps.get(3), later);
	}

	@Test
	void holdsBackWhileItIsFullUntilHalfOfItIsFree() throws Exception {
		offered(4);
		Thread held = heldBack(Duration.ofMinutes(1));
		this.queue.take(true);
		Awaitility.await().until(() -> held.getState() == Thread.State.TIMED_WAITING);
		assertThat(held.isAlive()).isTrue();
		this.queue.take(true);
		assertReturns(held);
	}

	@Test
	void holdsNobodyBackWhileThereIsRoom() throws InterruptedException {
		offered(3);
		assertReturns(heldBack(Duration.ofMinutes(1)));
	}

	@Test
	void holdsBackInVainOnceUntilHalfOfItIsFree() throws Exception {
		offered(4);
		this.queue.awaitRoom(Duration.ofMillis(1));
		this.queue.take(true);
		offered(1);
		assertReturns(heldBack(Duration.ofMinutes(1)));
		takenRooms(2);
		offered(2);
		assertThat(this.queue.depth()).isEqualTo(4);
		Thread held = heldBack(Duration.ofMinutes(1));
		Awaitility.await().until(() -> held.getState() == Thread.State.TIMED_WAITING);
		takenRooms(2);
		assertReturns(held);
	}

	@Test
	void holdsNobodyBackOnceAStepWasRefused() throws InterruptedException {
		offered(4);
		this.queue.offer(step(4));
		assertReturns(heldBack(Duration.ofMinutes(1)));
	}

	@ParameterizedTest
	@EnumSource(names = { "PAUSED", "HALTED", "CLOSED" })
	void holdsNobodyBackWhileNothingIsDelivered(PublisherState state) throws InterruptedException {
		offered(4);
		Thread held = heldBack(Duration.ofMinutes(1));
		Awaitility.await().until(() -> held.getState() == Thread.State.TIMED_WAITING);
		this.queue.moveTo(state);
		assertReturns(held);
		assertReturns(heldBack(Duration.ofMinutes(1)));
	}

	@Test
	void interruptEndsTheWaitAndStays() {
		offered(4);
		Thread.currentThread().interrupt();
		this.queue.awaitRoom(Duration.ofMinutes(1));
		assertThat(Thread.interrupted()).isTrue();
	}

	private Thread heldBack(Duration atMost) {
		Thread thread = new Thread(() -> this.queue.awaitRoom(atMost), "held back");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void assertReturns(Thread held) throws InterruptedException {
		held.join(TIMEOUT.toMillis());
		assertThat(held.isAlive()).isFalse();
	}

	@Test
	void tellsOfRoomOnceWhenHalfEmptyAfterRefusals() throws InterruptedException {
		offered(4);
		this.queue.offer(step(4));
		this.queue.offer(step(5));
		assertThat(takenRooms(4)).containsExactly(false, true, false, false);
	}

	@Test
	void tellsOfRoomAgainAfterAnotherRefusal() throws InterruptedException {
		offered(4);
		this.queue.offer(step(4));
		assertThat(takenRooms(4)).contains(true);
		offered(4);
		this.queue.offer(step(4));
		assertThat(takenRooms(4)).containsExactly(false, true, false, false);
	}

	@Test
	void tellsOfNoRoomWhenNothingWasRefused() throws InterruptedException {
		offered(4);
		assertThat(takenRooms(4)).containsOnly(false);
	}

	@Test
	void tellsOfRoomWithTheOnlyStepWhenOneMayWait() throws InterruptedException {
		StepQueue one = new StepQueue(1, System::nanoTime, Duration.ZERO);
		assertThat(one.offer(step(1))).isTrue();
		assertThat(one.offer(step(2))).isFalse();
		assertThat(one.take(true).room()).isTrue();
	}

	@Test
	void keepsOnlyTheNewestChangeOfEachKind() throws InterruptedException {
		this.queue.offer(CONNECTING);
		this.queue.offer(CATCHING_UP);
		this.queue.offer(SUBSCRIBING);
		assertThat(this.queue.take(true).changes()).containsExactly(CATCHING_UP, SUBSCRIBING);
	}

	@Test
	void handsOutChangesBeforeStepsThatCameEarlier() throws InterruptedException {
		List<Step> steps = offered(1);
		this.queue.offer(CONNECTING);
		StepQueue.Taken first = this.queue.take(true);
		assertThat(first.changes()).containsExactly(CONNECTING);
		assertThat(first.step()).isNull();
		StepQueue.Taken second = this.queue.take(true);
		assertThat(second.changes()).isEmpty();
		assertThat(second.step()).isEqualTo(steps.get(0));
	}

	@Test
	void changesTakeNoRoomFromSteps() {
		this.queue.offer(CONNECTING);
		this.queue.offer(CATCHING_UP);
		offered(4);
		assertThat(this.queue.depth()).isEqualTo(4);
	}

	@Test
	void takingChangesDoesNotTellOfRoom() throws InterruptedException {
		offered(4);
		this.queue.offer(step(4));
		this.queue.offer(CONNECTING);
		assertThat(this.queue.take(true).room()).isFalse();
		assertThat(takenRooms(2)).containsExactly(false, true);
	}

	@Test
	void tellsTheOldestStep() throws InterruptedException {
		assertThat(this.queue.oldest()).isNull();
		List<Step> steps = offered(2);
		assertThat(this.queue.oldest()).isEqualTo(steps.get(0));
		this.queue.take(true);
		assertThat(this.queue.oldest()).isEqualTo(steps.get(1));
	}

	@Test
	void dropsStepsAndEndsWhenClosed() throws InterruptedException {
		offered(2);
		this.queue.moveTo(PublisherState.CLOSED);
		assertThat(this.queue.depth()).isZero();
		assertThat(this.queue.take(true)).isNull();
		assertThat(this.queue.take(true)).isNull();
	}

	@Test
	void refusesStepWhenClosed() {
		this.queue.moveTo(PublisherState.CLOSED);
		assertThat(this.queue.offer(step(1))).isFalse();
		assertThat(this.queue.depth()).isZero();
	}

	@Test
	void stillHandsOutChangesWhenClosed() throws InterruptedException {
		this.queue.offer(CONNECTING);
		this.queue.moveTo(PublisherState.CLOSED);
		assertThat(this.queue.take(true).changes()).containsExactly(CONNECTING);
		assertThat(this.queue.take(true)).isNull();
	}

	@Test
	void handsOutNoStepWhilePausedOrHalted() throws InterruptedException {
		for (PublisherState state : List.of(PublisherState.PAUSED, PublisherState.HALTED)) {
			List<Step> steps = offered(1);
			this.queue.moveTo(state);
			this.queue.offer(CONNECTING);
			assertThat(this.queue.take(true).changes()).containsExactly(CONNECTING);
			assertThat(this.queue.depth()).isEqualTo(1);
			this.queue.moveTo(PublisherState.DELIVERING);
			assertThat(this.queue.take(true).step()).isEqualTo(steps.get(0));
		}
	}

	@Test
	void givesTheLeaveToGoOnWithoutAStepOnlyWhileDelivering() throws InterruptedException {
		offered(1);
		assertThat(this.queue.take(false)).isEqualTo(new StepQueue.Taken(List.of(), null, false));
		this.queue.moveTo(PublisherState.HALTED);
		this.queue.offer(CONNECTING);
		assertThat(this.queue.take(false).changes()).containsExactly(CONNECTING);
		assertThat(this.queue.depth()).isEqualTo(1);
	}

	@Test
	void movesAsTheTableSays() {
		assertThat(this.queue.moveTo(PublisherState.DELIVERING)).isFalse();
		assertThat(this.queue.moveTo(PublisherState.PAUSED)).isTrue();
		assertThat(this.queue.moveTo(PublisherState.PAUSED)).isFalse();
		assertThat(this.queue.moveTo(PublisherState.HALTED)).isTrue();
		assertThat(this.queue.moveTo(PublisherState.PAUSED)).isFalse();
		assertThat(this.queue.moveTo(PublisherState.DELIVERING)).isTrue();
		assertThat(this.queue.moveTo(PublisherState.CLOSED)).isTrue();
		for (PublisherState next : PublisherState.values()) {
			assertThat(this.queue.moveTo(next)).isFalse();
		}
	}

	@Test
	void letsTimePassUnlessItIsClosed() throws InterruptedException {
		assertThat(this.queue.awaitClosed(Duration.ofMillis(1))).isFalse();
		this.queue.moveTo(PublisherState.CLOSED);
		assertThat(this.queue.awaitClosed(Duration.ofHours(1))).isTrue();
	}

	@Test
	void stepHasAnEvent() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Step(List.of(), 0));
	}

	@Test
	void stepIsNotChangedByTheListItWasMadeFrom() {
		List<ChainEvent> events = new ArrayList<>(List.of(SampleEvents.head(1)));
		Step step = new Step(events, 0);
		events.clear();
		assertThat(step.events()).containsExactly(SampleEvents.head(1));
	}

	private List<Step> offered(int count) {
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Step step = step(i);
			assertThat(this.queue.offer(step)).isTrue();
			steps.add(step);
		}
		return steps;
	}

	private List<Boolean> takenRooms(int count) throws InterruptedException {
		List<Boolean> rooms = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			rooms.add(this.queue.take(true).room());
		}
		return rooms;
	}

	private static Step step(long number) {
		return new Step(List.of(SampleEvents.head(number)), number);
	}

}
