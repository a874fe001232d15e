package io.headwater.observability;

import java.util.concurrent.TimeUnit;

import io.headwater.checkpoint.StoreCall;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.node.ConnectionEnd;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is measured of connections, calls, queues and checkpoints.
 */
class StreamMetersTests {

	private final MeterFixture fixture = new MeterFixture();

	private final SimpleMeterRegistry registry = this.fixture.registry;

	@Test
	void countsRejectedFramesAndCalls() {
		this.fixture.streams.frameRejected("main", FrameRejection.NOT_JSON);
		this.fixture.streams.frameRejected("main", FrameRejection.NOT_JSON);
		this.fixture.streams.called("main", "eth_chainId", CallOutcome.SUCCESS);
		this.fixture.streams.called("main", "eth_chainId", CallOutcome.TIMEOUT);
		assertThat(this.registry.get("headwater.frames.rejected").tags("reason", "not-json").counter().count())
			.isEqualTo(2);
		assertThat(this.registry.get("headwater.calls").tags("outcome", "success").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("headwater.calls").tags("outcome", "timeout").counter().count()).isEqualTo(1);
	}

	@Test
	void countsAttemptsByOutcomeAndLossesByCause() {
		this.fixture.streams.connected("main");
		this.fixture.streams.disconnected("main", ConnectionEnd.SILENT, "node.example: down", true);
		this.fixture.streams.disconnected("main", ConnectionEnd.UNREACHABLE, "node.example: down", false);
		this.fixture.streams.disconnected("main", ConnectionEnd.UNREACHABLE, "node.example: down", false);
		assertThat(attempts("success")).isEqualTo(1);
		assertThat(attempts("unreachable")).isEqualTo(2);
		assertThat(this.registry.get("headwater.connection.losses").tags("reason", "silent").counter().count())
			.isEqualTo(1);
	}

	@Test
	void showsTheStateOfEachConnectionAndNoLagThatIsNotKnown() {
		this.fixture.bindStreams();
		assertThat(this.registry.get("headwater.connection.state").tags("state", "stopped").gauge().value())
			.isEqualTo(1);
		assertThat(this.registry.get("headwater.connection.state").tags("state", "live").gauge().value()).isZero();
		assertThat(this.registry.get("headwater.delivery.state").tags("state", "stopped").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("headwater.delivery.state").tags("state", "halted").gauge().value()).isZero();
		assertThat(this.fixture.number("headwater.checkpoint.number")).isNaN();
		assertThat(this.fixture.number("headwater.checkpoint.unsaved")).isZero();
		assertThat(this.fixture.number("headwater.catch-up.rate")).isNaN();
		assertThat(this.registry.get("headwater.node.lag").tags("node", "0").gauge().value()).isNaN();
		assertThat(this.registry.get("headwater.node.followed").tags("node", "0").gauge().value()).isZero();
	}

	@Test
	void countsFromZeroOnWhatHasNoOtherTagThanTheChain() {
		this.fixture.bindStreams();
		this.fixture.streams.failedOver("main");
		assertThat(count("headwater.failovers")).isEqualTo(1);
		assertThat(count("headwater.resubscriptions")).isZero();
		assertThat(count("headwater.reorg.storms")).isZero();
	}

	@Test
	void readsEachStream() {
		this.fixture.bindStreams("headwater.chains.main.queue-capacity=7",
				"headwater.chains.other.nodes[0].url=ws://other.example", "headwater.chains.other.queue-capacity=9");
		assertThat(this.registry.get("headwater.queue.capacity").tags("chain", "main").gauge().value()).isEqualTo(7);
		assertThat(this.registry.get("headwater.queue.capacity").tags("chain", "other").gauge().value()).isEqualTo(9);
		assertThat(this.registry.get("headwater.queue.depth").tags("chain", "main").gauge().value()).isZero();
		TimeGauge lag = this.registry.get("headwater.listener.lag").tags("chain", "main").timeGauge();
		assertThat(lag.value(TimeUnit.SECONDS)).isZero();
		TimeGauge age = this.registry.get("headwater.queue.age").tags("chain", "main").timeGauge();
		assertThat(age.value(TimeUnit.SECONDS)).isZero();
		assertThat(this.registry.get("headwater.queue.full").tags("chain", "main").functionCounter().count()).isZero();
		TimeGauge lastFrame = this.registry.get("headwater.connection.last-frame.age")
			.tags("chain", "main")
			.timeGauge();
		assertThat(lastFrame.value(TimeUnit.SECONDS)).isNaN();
	}

	@Test
	void timesSavesOfCheckpointsAndCountsTheirFailures() {
		this.fixture.checkpoints.saved(MeterFixture.KEY, MeterFixture.CHECKPOINT, 3_000_000);
		this.fixture.checkpoints.saved(MeterFixture.KEY, MeterFixture.CHECKPOINT, 4_000_000);
		this.fixture.checkpoints.failed(MeterFixture.KEY, StoreCall.SAVE,
				new IllegalStateException("expected by a test"));
		Timer saves = this.registry.get("headwater.checkpoint.saves").tags("chain", "main").timer();
		assertThat(saves.count()).isEqualTo(2);
		assertThat(saves.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
		assertThat(this.registry.get("headwater.checkpoint.failures").tags("call", "save").counter().count())
			.isEqualTo(1);
	}

	private double count(String meter) {
		return this.registry.get(meter).tags("chain", "main").counter().count();
	}

	private double attempts(String outcome) {
		return this.registry.get("headwater.connection.attempts").tags("outcome", outcome).counter().count();
	}

}
