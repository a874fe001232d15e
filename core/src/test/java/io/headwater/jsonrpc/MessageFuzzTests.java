package io.headwater.jsonrpc;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.headwater.transport.Payload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No message throws anything, takes long, is understood in one way alone and in another
 * among other bytes, or keeps the next ones from being read. The normal build reads the
 * seeds.
 */
class MessageFuzzTests {

	/** Thousands of times what a message takes. */
	private static final Duration LONG = Duration.ofSeconds(5);

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	MessageFuzzTests() {
		// What Jazzer does to a class when it is loaded counts for no message.
		receive(PayloadForm.ALONE.of(RpcFixture.notification("0x1", "17")));
		receive(PayloadForm.ALONE.of("{}"));
	}

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "\"jsonrpc\"", "\"2.0\"", "\"id\":", "\"result\":", "\"error\":", "\"method\":", "\"params\":",
			"\"eth_subscription\"", "\"subscription\":", "\"0x1\"", "\"0x2\"", "\"code\":", "\"message\":", "\"data\":",
			"null", "true", "false", "-32005", "1e400", "\\ud800", "\\u0000" })
	void readsAnyMessage(byte[] message) {
		long start = this.threads.getCurrentThreadCpuTime();
		assertThat(receive(PayloadForm.INSIDE.of(message))).isEqualTo(receive(PayloadForm.ALONE.of(message)));
		assertThat(Duration.ofNanos(this.threads.getCurrentThreadCpuTime() - start)).isLessThan(LONG);
	}

	private static Outcome receive(Payload message) {
		RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
		rpc.subscribed("0x1");
		CompletableFuture<String> answer = rpc.call();
		rpc.client.subscribe(rpc.subscription("late"));
		rpc.receive(message);
		Outcome outcome = new Outcome(List.copyOf(rpc.observer.rejections()), List.copyOf(rpc.observer.calls()),
				List.copyOf(rpc.announced), answer.handle((value, failure) -> value + " " + failure).getNow("none"));
		assertReadsTheNext(rpc, answer);
		return outcome;
	}

	private static void assertReadsTheNext(RpcFixture rpc, CompletableFuture<String> answer) {
		int announced = rpc.announced.size();
		rpc.receive(RpcFixture.notification("0x1", "17"));
		assertThat(rpc.announced).hasSize(announced + 1);
		rpc.receive("{\"id\":2,\"result\":1}");
		assertThat(answer).isDone();
	}

	/**
	 * What a message has done.
	 */
	private record Outcome(List<FrameRejection> rejections, List<String> calls, List<String> announced, String answer) {
	}

}
