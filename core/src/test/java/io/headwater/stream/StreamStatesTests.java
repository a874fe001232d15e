package io.headwater.stream;

import java.util.ArrayList;
import java.util.List;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.StreamState;
import io.headwater.support.ChainLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is told of a change of state.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamStatesTests {

	private final List<String> told = new ArrayList<>();

	private final StreamObserver observer = new StreamObserver() {

		@Override
		public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
			StreamStatesTests.this.told.add("observer: " + chain + " " + from + " -> " + to + ", " + reason);
		}

	};

	private final StreamStates states = new StreamStates("dev", new ChainLog("dev", () -> 0), this.observer,
			(change, reason) -> this.told.add("stream: " + change.from() + " -> " + change.to() + ", " + reason));

	@Test
	void tellsTheObserverAndThenTheStreamOfBothKinds() {
		this.states.connection().moveTo(ConnectionState.CONNECTING, "to the node");
		this.states.delivery().started();
		assertThat(this.told).containsExactly("observer: dev STOPPED -> CONNECTING, to the node",
				"stream: STOPPED -> CONNECTING, to the node",
				"observer: dev STOPPED -> CATCHING_UP, the stream was started",
				"stream: STOPPED -> CATCHING_UP, the stream was started");
	}

	@Test
	void tellsOperatorsWhenDeliveryIsPausedAndWhenItGoesOn(CapturedOutput output) {
		this.states.connection().moveTo(ConnectionState.CONNECTING, "to the node");
		this.states.delivery().started();
		walk(DeliveryState.BACKLOGGED, "the queue is full");
		walk(DeliveryState.LIVE, "the queue has room");
		assertThat(lines(output, "BACKLOGGED")).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("INFO", "[dev]"));
		assertThat(lines(output, "STOPPED ->")).allSatisfy((line) -> assertThat(line).contains("DEBUG"));
	}

	@Test
	void saysOneThingInOneLine(CapturedOutput output) {
		this.states.delivery().started();
		this.states.delivery().standby("the lease is held by host-a/1");
		walk(DeliveryState.CATCHING_UP, "delivery is this instance's");
		walk(DeliveryState.HALTED, "a reset");
		walk(DeliveryState.LIVE, "acknowledged");
		assertThat(lines(output, "DeliveryState HALTED -> LIVE: acknowledged")).singleElement()
			.satisfies((line) -> assertThat(line).contains("INFO", "[dev]"));
		assertThat(lines(output, "STANDBY")).noneMatch((line) -> line.contains("INFO"));
		assertThat(lines(output, "-> HALTED")).noneMatch((line) -> line.contains("INFO"));
	}

	private static List<String> lines(CapturedOutput output, String part) {
		return output.toString().lines().filter((line) -> line.contains(part)).toList();
	}

	private void walk(DeliveryState state, String reason) {
		this.states.delivery().noteWalk(state, reason);
		this.states.delivery().tell();
	}

}
