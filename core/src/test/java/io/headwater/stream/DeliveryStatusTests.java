package io.headwater.stream;

import java.util.ArrayList;
import java.util.List;

import io.headwater.DeliveryState;
import io.headwater.dispatch.PublisherState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two words, of the walk and of the publisher, make one state.
 */
class DeliveryStatusTests {

	private final List<String> told = new ArrayList<>();

	private final DeliveryStatus status = new DeliveryStatus(
			(change, reason) -> this.told.add(change.from() + " -> " + change.to() + ": " + reason));

	@Test
	void isWhatTheWalkSaysWhileThePublisherDelivers() {
		this.status.started();
		walk(DeliveryState.LIVE, "at the newest head");
		walk(DeliveryState.BACKLOGGED, "the queue is full");
		walk(DeliveryState.LIVE, "at the newest head");
		this.status.stopped();
		assertThat(this.told).containsExactly("STOPPED -> CATCHING_UP: the stream was started",
				"CATCHING_UP -> LIVE: at the newest head", "LIVE -> BACKLOGGED: the queue is full",
				"BACKLOGGED -> LIVE: at the newest head", "LIVE -> STOPPED: the stream was stopped");
	}

	@Test
	void isPausedWhateverTheWalkDoesMeanwhile() {
		this.status.started();
		publisher(PublisherState.PAUSED, "delivery was paused");
		walk(DeliveryState.LIVE, "at the newest head");
		walk(DeliveryState.BACKLOGGED, "the queue is full");
		assertThat(this.status.get()).isEqualTo(DeliveryState.PAUSED);
		publisher(PublisherState.DELIVERING, "delivery was resumed");
		assertThat(this.told).containsExactly("STOPPED -> CATCHING_UP: the stream was started",
				"CATCHING_UP -> PAUSED: delivery was paused", "PAUSED -> BACKLOGGED: delivery was resumed");
	}

	@Test
	void isHaltedAsLongAsOneOfBothIs() {
		this.status.started();
		publisher(PublisherState.HALTED, "a listener failed");
		walk(DeliveryState.HALTED, "a reset");
		publisher(PublisherState.DELIVERING, "delivery was resumed");
		assertThat(this.status.get()).isEqualTo(DeliveryState.HALTED);
		walk(DeliveryState.CATCHING_UP, "acknowledged");
		assertThat(this.told).containsExactly("STOPPED -> CATCHING_UP: the stream was started",
				"CATCHING_UP -> HALTED: a listener failed", "HALTED -> CATCHING_UP: acknowledged");
	}

	@Test
	void remembersThePauseUnderAHaltOfTheWalk() {
		this.status.started();
		publisher(PublisherState.PAUSED, "delivery was paused");
		walk(DeliveryState.HALTED, "a reset");
		walk(DeliveryState.CATCHING_UP, "acknowledged");
		assertThat(this.told).containsExactly("STOPPED -> CATCHING_UP: the stream was started",
				"CATCHING_UP -> PAUSED: delivery was paused", "PAUSED -> HALTED: a reset",
				"HALTED -> PAUSED: acknowledged");
	}

	@Test
	void isOnStandbyWhateverThePublisherSays() {
		this.status.started();
		publisher(PublisherState.PAUSED, "delivery was paused");
		walk(DeliveryState.STANDBY, "another instance delivers");
		assertThat(this.status.get()).isEqualTo(DeliveryState.STANDBY);
		walk(DeliveryState.CATCHING_UP, "the lease was taken over");
		assertThat(this.status.get()).isEqualTo(DeliveryState.PAUSED);
	}

	@Test
	void staysStoppedWhateverIsStillSaid() {
		this.status.started();
		publisher(PublisherState.HALTED, "a listener failed");
		this.status.stopped();
		publisher(PublisherState.CLOSED, "delivery was stopped");
		walk(DeliveryState.LIVE, "too late");
		assertThat(this.status.get()).isEqualTo(DeliveryState.STOPPED);
		assertThat(this.told).hasSize(3);
	}

	@Test
	void hidesNoStopBehindAPublisherThatIsClosedFirst() {
		this.status.started();
		publisher(PublisherState.PAUSED, "delivery was paused");
		publisher(PublisherState.CLOSED, "delivery was stopped");
		assertThat(this.status.get()).isEqualTo(DeliveryState.PAUSED);
		this.status.stopped();
		assertThat(this.status.get()).isEqualTo(DeliveryState.STOPPED);
	}

	@Test
	void beginsAnewWithEachStart() {
		this.status.started();
		publisher(PublisherState.PAUSED, "delivery was paused");
		this.status.stopped();
		this.status.started();
		assertThat(this.status.get()).isEqualTo(DeliveryState.CATCHING_UP);
	}

	/**
	 * Whatever both say, and in whichever order: no move is illegal, none is told twice.
	 */
	@Test
	void makesOnlyLegalMoves() {
		DeliveryState[] walks = { DeliveryState.CATCHING_UP, DeliveryState.LIVE, DeliveryState.BACKLOGGED,
				DeliveryState.HALTED };
		PublisherState[] publishers = { PublisherState.DELIVERING, PublisherState.PAUSED, PublisherState.HALTED };
		for (int seed = 0; seed < 10_000; seed++) {
			this.status.started();
			for (int rest = seed; rest > 0; rest /= walks.length * 3) {
				walk(walks[rest % walks.length], "the walk");
				publisher(publishers[rest / walks.length % 3], "the publisher");
			}
			this.status.stopped();
			assertThat(this.status.get()).isEqualTo(DeliveryState.STOPPED);
		}
		assertThat(this.told).allSatisfy((line) -> assertThat(line.split(" ")[0]).isNotEqualTo(line.split(" ")[2]));
	}

	private void publisher(PublisherState state, String reason) {
		this.status.notePublisher(state, reason);
		this.status.tell();
	}

	private void walk(DeliveryState state, String reason) {
		this.status.noteWalk(state, reason);
		this.status.tell();
	}

}
