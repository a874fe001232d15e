package io.headwater.jsonrpc;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.headwater.testing.FailureMode;
import io.headwater.transport.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * One bad message is one bad message: it is counted and skipped, throws nothing, answers
 * no call and announces nothing, and the next good one is read as ever.
 */
class HostileMessageTests {

	private static final String GOOD = "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"a\":[\"\u00e9\",1,true]}}";

	private static final String STRUCTURAL = "{}[]\",:0129-.eE\\u \0\u00ff";

	static Stream<Arguments> messages() {
		String announcement = "\"method\":\"eth_subscription\"";
		return Stream.of(arguments(FrameRejection.NOT_JSON, "", " \n", "x", "nul", "{", "}", "[", "]", "{\"id\":2,",
				"{\"id\":2,\"result\":1", "{\"id\":2,\"result\":1}}", "{\"id\":2,\"result\":1}]",
				"{\"id\":2,\"result\":1},", "{\"id\":2,\"result\":1},{\"id\":1,\"result\":1}",
				"{\"id\":2,\"result\":1}\n{\"id\":1,\"result\":", "{\"id\":2,\"result\":1}\n{\"id\":2,\"result\":01}",
				"{\"id\":2,\"result\":1}\n<html>", "{\"id\":2,\"result\":1}[{\"id\":2,\"result\":1}",
				"[{\"id\":2,\"result\":1}", "[{\"id\":2,\"result\":1}]]", "[{\"id\":2,\"result\":1},]",
				"[{\"id\":2,\"result\":1}}", "{\"id\":2,\"result\":1,}", "{\"id\":2,\"result\":NaN}",
				"{\"result\":NaN,\"id\":2}", "{\"id\":NaN,\"result\":1}", "{\"id\":2,\"result\":-Infinity}",
				"{\"id\":2,\"result\":01}", "{\"id\":2,\"result\":+1}", "{\"id\":2,\"result\":0x1}",
				"{\"id\":2,\"result\":1.}", "{\"id\":2,\"result\":.5}", "{\"id\":2,\"result\":'a'}",
				"{id:2,\"result\":1}", "{\"id\":2,\"result\":undefined}", "{\"id\":2,\"result\":1}//",
				"{\"id\":2,/**/\"result\":1}", "{\"id\":2 \"result\":1}", "{\"id\":2,\"result\":\"a\nb\"}",
				"{\"result\":\"a\0b\",\"id\":2}", "{\"id\":2,\"result\":\"\\x\"}", "{\"id\":2,\"result\":\"\\u12\"}",
				"{\"result\":\"\\u00zz\",\"id\":2}", "{\"id\":2,\"result\"}", "{\"id\":2,\"result\":}",
				"{\"id\":2,\"result\":tru}", "{2:2,\"result\":1}", "\ufeff" + GOOD, "\0" + GOOD, GOOD + "\0",
				"{\"id\":2,\"result\":" + "7".repeat(101) + "}", "{\"result\":" + "7".repeat(1_000_000) + ",\"id\":2}",
				"{\"id\":2,\"result\":1." + "7".repeat(101) + "}", "{\"id\":" + "7".repeat(101) + ",\"result\":1}",
				"{\"" + "x".repeat(1025) + "\":1,\"id\":2,\"result\":1}",
				"{\"id\":2,\"result\":" + "[".repeat(32) + "]".repeat(32) + "}",
				"{\"x\":" + "{\"x\":".repeat(32) + "1" + "}".repeat(32) + ",\"id\":2,\"result\":1}",
				"[".repeat(1_000_000), "{\"result\":" + "[".repeat(1_000_000)),
				arguments(FrameRejection.NOT_JSON_RPC, "{\"id\":2,\"result\":1} 17", "{\"id\":2,\"result\":1}null",
						"17", "\"text\"", "null", "true", "{}", "{\"jsonrpc\":\"2.0\"}", "{\"id\":2}", "{\"result\":1}",
						"{\"error\":{\"code\":1}}", "{\"id\":2,\"error\":null}",
						"{\"jsonrpc\":\"2.0\",\"method\":null,\"params\":{}}",
						"{\"id\":2,\"params\":{\"subscription\":" + "\"0x1\"}}"),
				arguments(FrameRejection.UNKNOWN_ID, "{\"id\":null,\"error\":{\"code\":-32700,\"message\":\"x\"}}",
						"{\"error\":{\"code\":-32700},\"id\":null}", "{\"id\":null,\"result\":1}",
						"{\"id\":99,\"result\":{\"a\":[1]}}", "{\"result\":{\"a\":[1]},\"id\":99}",
						"{\"id\":99,\"error\":{}}", "{\"id\":1,\"result\":1}", "{\"id\":\"1\",\"result\":1}",
						"{\"id\":\"0x2\",\"result\":1}", "{\"id\":\"2.0\",\"result\":1}",
						"{\"id\":\" 2\",\"result\":1}", "{\"id\":\"+2\",\"result\":1}",
						"{\"id\":\"\u0662\",\"result\":1}", "{\"id\":\"\",\"result\":1}",
						"{\"result\":1,\"id\":\"18446744073709551618\"}", "{\"id\":2.5,\"result\":1}",
						"{\"id\":-2.0,\"result\":1}", "{\"id\":1e400,\"result\":1}", "{\"id\":2e-1,\"result\":1}",
						"{\"id\":1.8446744073709551618e19,\"result\":1}", "{\"id\":0,\"result\":1}",
						"{\"id\":-2,\"result\":1}", "{\"id\":-1,\"result\":1}", "{\"id\":true,\"result\":1}",
						"{\"id\":{\"id\":2},\"result\":1}", "{\"id\":[2],\"result\":1}",
						"{\"id\":4294967298,\"result\":1}", "{\"id\":18446744073709551618,\"result\":1}",
						"{\"result\":1,\"id\":18446744073709551618}"),
				arguments(FrameRejection.UNKNOWN_METHOD, "{\"method\":\"eth_other\",\"params\":{}}",
						"{\"method\":\"\",\"id\":2,\"result\":1}", "{\"id\":2,\"result\":1,\"method\":\"eth_chainId\"}",
						"{\"id\":2," + announcement + ",\"params\":{\"subscription\":\"0x1\",\"result\":1}}",
						"{\"id\":null," + announcement + ",\"params\":{\"subscription\":\"0x1\",\"result\":1}}"),
				arguments(FrameRejection.MALFORMED_NOTIFICATION, "{" + announcement + "}",
						"{" + announcement + ",\"params\":null}", "{" + announcement + ",\"params\":[\"0x1\",17]}",
						"{" + announcement + ",\"params\":{}}", "{" + announcement + ",\"params\":{\"result\":1}}",
						"{" + announcement + ",\"params\":{\"subscription\":true,\"result\":17}}",
						"{" + announcement + ",\"params\":{\"subscription\":[\"0x1\"],\"result\":17}}"),
				arguments(FrameRejection.UNKNOWN_SUBSCRIPTION,
						"{" + announcement + ",\"params\":{\"subscription\":\"0x9\",\"result\":17}}",
						"{" + announcement + ",\"params\":{\"subscription\":1,\"result\":17}}",
						"{" + announcement + ",\"params\":{\"result\":{\"a\":1},\"subscription\":\"\"}}"))
			.flatMap((all) -> all);
	}

	private static Stream<Arguments> arguments(FrameRejection reason, String... messages) {
		return Stream.of(messages)
			.flatMap((message) -> Stream.of(PayloadForm.values())
				.map((form) -> Arguments.argumentSet(reason + " " + form + " " + brief(message), reason, form,
						message)));
	}

	private static String brief(String message) {
		return (message.length() > 60) ? message.substring(0, 60) + "..." : message;
	}

	@ParameterizedTest
	@MethodSource("messages")
	@FailureMode(32)
	void countsAndSkipsABadMessage(FrameRejection reason, PayloadForm form, String message) {
		RpcFixture rpc = new RpcFixture(form);
		rpc.subscribed("0x1");
		CompletableFuture<String> answer = rpc.call();
		rpc.receive(message);
		assertThat(rpc.observer.rejections()).containsExactly(reason);
		assertNothingElse(rpc, answer);
	}

	/** It says that there is something, and counts against nothing. */
	@ParameterizedTest
	@ValueSource(strings = { "{\"subscription\":\"0x1\"}", "{\"subscription\":\"0x1\",\"head\":{}}",
			"{\"subscription\":\"0x1\",\"result\":null}", "{\"result\":null,\"subscription\":\"0x1\"}",
			"[{\"subscription\":\"0x1\",\"result\":17}]", "[17,[],{\"result\":{\"a\":[1]},\"subscription\":\"0x1\"}]" })
	@FailureMode(41)
	void tellsTheSubscriberOfWhatCannotBeRead(String params) {
		for (PayloadForm form : PayloadForm.values()) {
			RpcFixture rpc = new RpcFixture(form);
			rpc.client.subscribe(rpc.client.subscription(RpcFixture.AS_TEXT, rpc.handler(""), "newHeads"));
			rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
			rpc.receive("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":" + params + "}");
			rpc.receive(RpcFixture.notification("0x1", "17"));
			assertThat(rpc.announced).hasSize(2).last().isEqualTo("17");
			assertThat(rpc.announced.get(0)).startsWith("unreadable: the ");
			assertThat(rpc.observer.rejections()).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("io.headwater.jsonrpc.HostileMessageTests#cutMessages")
	void believesNoPartOfACutMessage(PayloadForm form, String message) {
		RpcFixture rpc = new RpcFixture(form);
		rpc.subscribed("0x1");
		CompletableFuture<String> answer = rpc.call();
		for (int length = 0; length < message.length(); length++) {
			rpc.receive(message.substring(0, length));
			assertThat(rpc.observer.rejections()).as("cut at " + length).containsExactly(FrameRejection.NOT_JSON);
			rpc.observer.rejections().clear();
			assertThat(answer).isNotDone();
			assertThat(rpc.announced).isEmpty();
		}
		rpc.receive(message);
		assertThat(rpc.observer.rejections()).isEmpty();
		assertThat(answer.isDone() || !rpc.announced.isEmpty()).isTrue();
	}

	static Stream<Arguments> cutMessages() {
		String value = "{\"a\":[\"\u00e9\\u00e9\",-1.5e3,true,null],\"b\":\"\ud834\udd1e\"}";
		return Stream
			.of(GOOD, "{\"result\":" + value + ",\"id\":2}", "{\"id\":2,\"result\":\"0x1\"}",
					"{\"error\":{\"code\":-32000,\"message\":\"x\",\"data\":{}},\"id\":2}",
					RpcFixture.notification("0x1", value),
					"{\"params\":{\"result\":" + value + ",\"subscription\":\"0x1\"},\"method\":\"eth_subscription\"}",
					"[" + GOOD + "," + RpcFixture.notification("0x1", value) + "]")
			.flatMap((message) -> Stream.of(PayloadForm.values()).map((form) -> Arguments.of(form, message)));
	}

	/** Bound by a message that is not believed, an id would announce for ever. */
	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":1,\"result\":\"0x1\"", "{\"id\":1,\"result\":\"0x1\",\"x\":NaN}",
			"{\"id\":1,\"result\":\"0x1\"}}", "[{\"id\":1,\"result\":\"0x1\"}",
			"{\"id\":1,\"result\":\"0x1\",\"id\":9}", "{\"id\":1,\"result\":\"0x1\",\"error\":{\"code\":1}}" })
	void bindsNoSubscriptionByABadMessage(String message) {
		RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
		rpc.client.subscribe(rpc.subscription("heads"));
		rpc.receive(message);
		rpc.receive(RpcFixture.notification("0x1", "17"));
		assertThat(rpc.announced).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void readsWhatIsAsDeepAndAsLongAsTheLimits(PayloadForm form) {
		RpcFixture rpc = new RpcFixture(form);
		List<String> values = List.of("[".repeat(31) + "]".repeat(31), "7".repeat(100),
				"\"" + "x".repeat(4_000_000) + "\"");
		for (String value : values) {
			CompletableFuture<String> after = rpc.call();
			rpc.receive("{\"id\":%d,\"result\":%s}".formatted(rpc.lastId(), value));
			assertThat(after).isCompletedWithValue(value);
			CompletableFuture<String> before = rpc.call();
			rpc.receive("{\"%s\":1,\"result\":%s,\"id\":%d}".formatted("x".repeat(1024), value, rpc.lastId()));
			assertThat(before).isCompletedWithValue(value);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" })
	void readsNoOtherEncodingThanUtf8(String charset) {
		for (String message : List.of("{\"id\":2,\"result\":1}", "{\"result\":{\"a\":1},\"id\":2}",
				RpcFixture.notification("0x1", "17"), RpcFixture.notification("0x9", "17"),
				"{\"method\":\"eth_subscription\",\"params\":{\"result\":1,\"subscription\":\"0x1\"}}",
				"\ufeff{\"result\":{\"a\":1},\"id\":2}")) {
			RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
			rpc.subscribed("0x1");
			CompletableFuture<String> answer = rpc.call();
			byte[] bytes = message.getBytes(Charset.forName(charset));
			rpc.receive(new Payload(bytes, 0, bytes.length));
			assertThat(rpc.observer.rejections()).as(message).containsExactly(FrameRejection.NOT_JSON);
			assertNothingElse(rpc, answer);
		}
	}

	@Test
	@FailureMode(34)
	void readsNoBytesThatAreNotUtf8() {
		RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
		rpc.subscribed("0x1");
		CompletableFuture<String> answer = rpc.call();
		int bad = 0;
		for (String invalid : List.of("\u00ff", "\u0080", "\u00c3(", "\u00e2\u0082",
				"\u00f8\u0088\u0080\u0080\u0080")) {
			for (String message : List.of("{\"id\":2,\"result\":\"%s\"}", "{\"result\":\"%s\",\"id\":2}",
					"{\"result\":{\"a\":[\"%s\"]},\"id\":2}", "{\"%s\":1,\"id\":2,\"result\":1}")) {
				byte[] bytes = message.formatted(invalid).getBytes(StandardCharsets.ISO_8859_1);
				rpc.receive(new Payload(bytes, 0, bytes.length));
				assertThat(rpc.observer.rejections()).as(message + invalid).hasSize(++bad);
			}
		}
		assertThat(rpc.observer.rejections()).containsOnly(FrameRejection.NOT_JSON);
		assertNothingElse(rpc, answer);
	}

	/** The value is read by the one, so it must not be handed to the other as its own. */
	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":2,\"result\":1,\"id\":3}", "{\"id\":2,\"result\":1,\"id\":\"x\"}",
			"{\"params\":{\"subscription\":\"0x1\",\"result\":1},\"id\":3}",
			"{\"id\":3,\"params\":{\"subscription\":\"0x1\",\"result\":1}}",
			"{\"id\":3,\"result\":1,\"method\":\"eth_subscription\",\"id\":2}" })
	void handsNoValueToAnotherThanWhoseItIs(String message) {
		RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
		rpc.subscribed("0x1");
		CompletableFuture<String> first = rpc.call();
		CompletableFuture<Long> second = rpc.client.call("eth_other", (parser) -> 17L);
		rpc.receive(message);
		assertThat(rpc.observer.rejections()).hasSize(1);
		assertThat(first).isNotDone();
		assertThat(second).isNotDone();
		assertThat(rpc.announced).isEmpty();
	}

	@Test
	void handsNoValueToAnotherSubscriptionThanWhoseItIs() {
		RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
		rpc.subscribed("0x1");
		rpc.client.subscribe(rpc.client.<Long>subscription((parser) -> 17L,
				(value, nanos) -> rpc.announced.add("number " + (value + 1)), "other"));
		rpc.receive("{\"id\":2,\"result\":\"0x2\"}");
		rpc.receive("{\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x1\",\"result\":\"x\","
				+ "\"subscription\":\"0x2\"}}");
		assertThat(rpc.announced).isEmpty();
		assertThat(rpc.observer.rejections()).hasSize(1);
	}

	/** The seed of a failure is in its message. */
	@ParameterizedTest
	@EnumSource
	@FailureMode(32)
	void damagedMessagesThrowNothing(PayloadForm form) {
		List<String> messages = cutMessages().map((arguments) -> (String) arguments.get()[1]).distinct().toList();
		for (int seed = 0; seed < 5_000; seed++) {
			Random random = new Random(seed);
			RpcFixture rpc = new RpcFixture(form);
			rpc.subscribed("0x1");
			rpc.call();
			rpc.client.subscribe(rpc.subscription("late"));
			for (int i = 0; i < 4; i++) {
				Payload damaged = damaged(form.of(messages.get(random.nextInt(messages.size()))), random);
				assertThatNoException().as("seed " + seed).isThrownBy(() -> rpc.receive(damaged));
			}
			assertThatNoException().as("seed " + seed).isThrownBy(() -> rpc.receive("{\"id\":3,\"result\":\"0x1\"}"));
		}
	}

	private static Payload damaged(Payload payload, Random random) {
		for (int count = 1 + random.nextInt(3); count > 0; count--) {
			int at = random.nextInt(payload.length());
			char structural = STRUCTURAL.charAt(random.nextInt(STRUCTURAL.length()));
			payload.buffer()[payload.offset()
					+ at] = (byte) (random.nextBoolean() ? structural : random.nextInt(0x100));
		}
		return payload;
	}

	@Test
	void lastOfADuplicateResultCounts() {
		for (String message : List.of("{\"id\":%d,\"result\":1,\"result\":2}", "{\"result\":1,\"result\":2,\"id\":%d}",
				"{\"result\":1,\"id\":%d,\"result\":2}")) {
			RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
			CompletableFuture<String> answer = rpc.call();
			rpc.receive(message.formatted(rpc.lastId()));
			assertThat(answer).as(message).isCompletedWithValue("2");
		}
	}

	@Test
	void manyNamesThatCollideThrowNothing() {
		RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);
		StringBuilder message = new StringBuilder("{");
		for (int i = 0; i < 60_000; i++) {
			message.append('"').append(Integer.toBinaryString(i).replace('0', 'A').replace('1', 'B')).append("\":1,");
		}
		CompletableFuture<String> answer = rpc.call();
		assertThatNoException().isThrownBy(() -> rpc.receive(message + "\"id\":" + rpc.lastId() + ",\"result\":1}"));
		assertThat(answer.isDone() || rpc.observer.rejections().size() == 1).isTrue();
	}

	private static void assertNothingElse(RpcFixture rpc, CompletableFuture<String> answer) {
		assertThat(answer).isNotDone();
		assertThat(rpc.announced).isEmpty();
		assertThat(rpc.observer.calls()).isEmpty();
		rpc.receive(PayloadForm.ALONE.of(GOOD));
		assertThat(answer).isCompletedWithValue("{\"a\":[\"\u00e9\",1,true]}");
		rpc.receive(PayloadForm.INSIDE.of(RpcFixture.notification("0x1", "{\"n\":1}")));
		assertThat(rpc.announced).hasSize(1);
	}

}
