package io.headwater.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.TestHeads;
import io.headwater.chain.FinalityTag;
import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FakeConnection;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.jsonrpc.PayloadForm;
import io.headwater.support.ChainLog;
import io.headwater.testing.VirtualScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When safe and finalized blocks are read: the rules in {@code docs/design/walk.md}. What
 * becomes of a reading is tested with the tracker.
 */
@ExtendWith(OutputCaptureExtension.class)
class FinalityReaderTests {

	private static final Duration INTERVAL = Duration.ofSeconds(12);

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final FakeConnection connection = new FakeConnection();

	private final JsonRpcClient client = new JsonRpcClient(this.connection, new JsonRpcSettings(CALL_TIMEOUT, 8, 4),
			this.scheduler, JsonRpcObserver.NONE, 1);

	private final EthereumNode node = new EthereumNode(this.client, (head, nanos) -> {
	});

	private final List<String> read = new ArrayList<>();

	private final FinalityReader reader = reader(INTERVAL);

	private FinalityReader reader(@Nullable Duration interval) {
		FinalityReader reader = new FinalityReader(new ChainLog("main", this.scheduler::nanoTime), interval,
				this.scheduler::nanoTime, (tag, head, nanos) -> this.read.add(tag + " " + head.number()));
		reader.follow(this.node);
		return reader;
	}

	@Test
	void readsBothAfterAHead() {
		this.reader.headDelivered();
		assertThat(asked()).containsExactly("safe", "finalized");
		answer(1, header(97));
		answer(2, header(64));
		assertThat(this.read).containsExactly(FinalityTag.SAFE + " 97", FinalityTag.FINALIZED + " 64");
	}

	@Test
	void readsNotMoreOftenThanTheInterval() {
		headsComeFor(INTERVAL.minusSeconds(1));
		assertThat(asked()).hasSize(2);
		headsComeFor(Duration.ofSeconds(2));
		assertThat(asked()).containsExactly("safe", "finalized", "safe", "finalized");
	}

	@Test
	void readsNothingWhileNoHeadComes() {
		this.reader.headDelivered();
		answer(1, "null");
		answer(2, "null");
		this.scheduler.advance(INTERVAL.multipliedBy(10));
		assertThat(asked()).hasSize(2);
	}

	@Test
	void hasOneReadingOfEachInFlight() {
		FinalityReader eager = reader(Duration.ofSeconds(1));
		eager.headDelivered();
		answer(2, header(64));
		this.scheduler.advance(Duration.ofSeconds(2));
		eager.headDelivered();
		assertThat(asked()).containsExactly("safe", "finalized", "finalized");
		answer(1, header(97));
		this.scheduler.advance(Duration.ofSeconds(2));
		eager.headDelivered();
		assertThat(asked()).containsExactly("safe", "finalized", "finalized", "safe");
	}

	@Test
	void asksUnderNoLock() {
		List<Boolean> locked = new ArrayList<>();
		this.connection.onSend(() -> locked.add(Thread.holdsLock(this.reader)));
		this.reader.headDelivered();
		assertThat(locked).containsExactly(false, false);
	}

	@Test
	void aReadingThatCouldNotBeAskedForIsMadeLater() {
		List<String> failures = new ArrayList<>();
		JsonRpcClient full = new JsonRpcClient(this.connection, new JsonRpcSettings(CALL_TIMEOUT, 0, 4), this.scheduler,
				new JsonRpcObserver() {

					@Override
					public void called(String method, CallOutcome outcome) {
						failures.add(method);
						throw new InternalError("expected by a test");
					}

				}, 1);
		this.reader.follow(new EthereumNode(full, (head, nanos) -> {
		}));
		for (int i = 1; i <= 3; i++) {
			assertThatExceptionOfType(InternalError.class).isThrownBy(this.reader::headDelivered);
			assertThat(failures).hasSize(i);
			this.scheduler.advance(INTERVAL);
		}
	}

	@Test
	void switchesAReadingThatTheNodeDoesNotKnowOffWithOneLogLine(CapturedOutput output) {
		this.reader.headDelivered();
		refuse(1);
		refuse(3);
		answer(2, header(64));
		for (int i = 0; i < 3; i++) {
			this.scheduler.advance(INTERVAL);
			this.reader.headDelivered();
			answer(4 + i, "null");
		}
		assertThat(asked()).containsExactly("safe", "finalized", "safe", "finalized", "finalized", "finalized");
		assertThat(output).containsOnlyOnce("The node does not tell its safe block");
	}

	@Test
	void asksOnAnotherConnectionForWhatTheNodeDidNotKnowOnTheLastOne() {
		switchesAReadingOff();
		this.reader.follow(this.node);
		this.scheduler.advance(INTERVAL);
		this.reader.headDelivered();
		assertThat(asked()).endsWith("safe", "finalized");
	}

	private void switchesAReadingOff() {
		this.reader.headDelivered();
		refuse(1);
		refuse(3);
		answer(2, "null");
	}

	@Test
	void aReadingThatFailsIsMadeAgain() {
		this.reader.headDelivered();
		this.scheduler.advance(INTERVAL);
		this.reader.headDelivered();
		assertThat(asked()).containsExactly("safe", "finalized", "safe", "finalized");
		assertThat(this.read).isEmpty();
	}

	@Test
	void readsNothingWithoutAnInterval() {
		reader(null).headDelivered();
		assertThat(asked()).isEmpty();
	}

	private void headsComeFor(Duration duration) {
		for (long passed = 0; passed <= duration.toSeconds(); passed++) {
			this.reader.headDelivered();
			for (int id = 1; id <= this.connection.sent().size(); id++) {
				answer(id, "null");
			}
			this.scheduler.advance(Duration.ofSeconds(1));
		}
	}

	/** A header is asked for, and where the node has no such method a block. */
	private List<String> asked() {
		return this.connection.sent()
			.stream()
			.map((call) -> call.replaceAll(".*\"params\":\\[\"(\\w+)\".*", "$1"))
			.toList();
	}

	private void answer(int id, String result) {
		receive("{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s}".formatted(id, result));
	}

	private void refuse(int id) {
		receive("{\"jsonrpc\":\"2.0\",\"id\":%d,\"error\":{\"code\":-32602,\"message\":\"no such tag\"}}"
			.formatted(id));
	}

	private void receive(String message) {
		this.client.received(PayloadForm.ALONE.of(message), 1);
	}

	private static String header(long number) {
		return "{\"number\":\"0x%x\",\"hash\":\"%s\",\"parentHash\":\"%s\",\"timestamp\":\"0x1\"}".formatted(number,
				TestHeads.hash(number), TestHeads.hash(number - 1));
	}

}
