package io.headwater.jsonrpc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No message throws anything, takes long, is understood in one way as text and in another
 * as bytes, or keeps the next ones from being read. The normal build reads the seeds.
 */
class MessageFuzzTests {

	/**
	 * Half of a surrogate pair in a name is an error to Jackson in bytes, but not in
	 * text.
	 */
	private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD]");

	/** Thousands of times what a message takes, so that a busy machine is no finding. */
	private static final Duration LONG = Duration.ofSeconds(10);

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "\"jsonrpc\"", "\"2.0\"", "\"id\":", "\"result\":", "\"error\":", "\"method\":", "\"params\":",
			"\"eth_subscription\"", "\"subscription\":", "\"0x1\"", "\"0x2\"", "\"code\":", "\"message\":", "\"data\":",
			"null", "true", "false", "-32005", "1e400", "\\ud800", "\\u0000" })
	void readsAnyMessage(byte[] message) {
		long start = System.nanoTime();
		Outcome asBytes = receive(new Payload.Binary(message.clone(), 0, message.length));
		String text = decode(message);
		if (text != null) {
			Outcome asText = receive(new Payload.Text(text.toCharArray(), 0, text.length()));
			assertThat(asText.equals(asBytes) || SURROGATE.matcher(text).find()).as("%s is %s", asText, asBytes)
				.isTrue();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
	}

	private static Outcome receive(Payload message) {
		RpcFixture rpc = new RpcFixture(PayloadForm.TEXT);
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

	private static @Nullable String decode(byte[] message) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * What a message has done.
	 */
	private record Outcome(List<FrameRejection> rejections, List<String> calls, List<String> announced, String answer) {
	}

}
