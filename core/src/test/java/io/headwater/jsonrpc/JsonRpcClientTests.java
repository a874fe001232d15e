package io.headwater.jsonrpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls and their answers. Subscriptions: {@link SubscriptionTests}; messages of a node
 * that follows no rule: {@link HostileMessageTests}.
 */
class JsonRpcClientTests {

	private final RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);

	@Test
	void writesRequestsAsTheSpecificationSays() {
		this.rpc.client.call("eth_chainId", RpcFixture.AS_TEXT);
		this.rpc.client.call("eth_getBlockByNumber", RpcFixture.AS_TEXT, "0x1b4", false);
		this.rpc.client.call("a\"b\\c\n", RpcFixture.AS_TEXT, true, "\u00e9\"\n");
		this.rpc.client.subscribe(this.rpc.subscription("heads"));
		assertThat(this.rpc.connection.sent()).containsExactly(
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}",
				"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"eth_getBlockByNumber\",\"params\":[\"0x1b4\",false]}",
				"{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"a\\\"b\\\\c\\n\",\"params\":[true,\"\u00e9\\\"\\n\"]}",
				"{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}");
	}

	@ParameterizedTest
	@EnumSource
	void membersOfAnAnswerComeInAnyOrder(PayloadForm form) {
		RpcFixture rpc = new RpcFixture(form);
		List<String> values = List.of("\"0x7a69\"", "\"\"", "\"\u00e9 \ud834\udd1e \\\"\\\\ \\u00e9\"", "17", "-1.5",
				"true", "false", "{}", "[]", "{\"a\":[1,{\"b\":null}],\"c\":\"}\"}", "[[],\"]\",{}]");
		for (String value : values) {
			for (List<String> order : permutations(List.of("\"jsonrpc\" : \"2.0\"", "\"id\" : %d ",
					"\"result\" : " + value + " ", "\"x\u00e9\" : [ \"\ud834\udd1e\", {} ]"))) {
				CompletableFuture<String> answer = rpc.call();
				rpc.receive((" { " + String.join(" , ", order) + " } ").formatted(rpc.lastId()));
				assertThat(answer).as("%s of %s", order, value)
					.isCompletedWithValue(value.replace("\\u00e9", "\u00e9"));
			}
		}
		assertThat(rpc.observer.rejections()).isEmpty();
		assertThat(rpc.observer.calls()).hasSize(24 * values.size()).containsOnly("eth_test SUCCESS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":1,\"result\":null}", "{\"result\":null,\"id\":1}",
			"{\"error\":null,\"id\":1,\"result\":null}" })
	void jsonNullIsAResult(String message) {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive(message);
		assertThat(answer).isCompletedWithValue(null);
		assertThat(this.rpc.observer.calls()).containsExactly("eth_test SUCCESS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"header not found\"}}",
			"{\"error\":{\"data\":[{\"code\":1}],\"message\":\"header not found\",\"code\":-32000},\"id\":1}",
			"{\"id\":1,\"result\":null,\"error\":{\"code\":-32000,\"message\":\"header not found\"}}",
			"{\"result\":\"0x1\",\"error\":{\"code\":-32000,\"message\":\"header not found\"},\"id\":1}" })
	void errorOfTheNodeFailsTheCall(String message) {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive(message);
		assertThat(RpcFixture.failure(answer)).hasMessage("the node answered error -32000: header not found")
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(-32000))
			.satisfies((failure) -> assertThat(failure.outcome()).isEqualTo(CallOutcome.ERROR));
		assertThat(this.rpc.observer.calls()).containsExactly("eth_test ERROR");
		assertThat(this.rpc.observer.rejections()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			{}                                             ; 0
			"down"                                         ; 0
			[{"code":7}]                                   ; 0
			17                                             ; 0
			{"code":"-32005","message":17}                 ; 0
			{"code":3000000000}                            ; 0
			{"code":99999999999999999999}                  ; 0
			{"code":1.5}                                   ; 0
			{"message":{"message":"x"},"code":429}         ; 429
			{"code":-2147483648}                           ; -2147483648
			""")
	@FailureMode(33)
	void errorOfAnyFormFailsTheCall(String error, int code) {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive("{\"id\":1,\"error\":" + error + "}");
		assertThat(RpcFixture.failure(answer)).hasMessage("the node answered error " + code + ": ")
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	@Test
	void textOfTheNodeIsCutAndMadePrintable() {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive("{\"id\":1,\"error\":{\"code\":1,\"message\":\"\\r\\nERROR \u00e9\\u0000\\u001b[31m~\"}}");
		assertThat(RpcFixture.failure(answer)).hasMessage("the node answered error 1: ??ERROR ???[31m~");
		CompletableFuture<String> exact = this.rpc.call();
		this.rpc.receive("{\"id\":2,\"error\":{\"message\":\"" + "x".repeat(200) + "\"}}");
		assertThat(RpcFixture.failure(exact)).hasMessage("the node answered error 0: " + "x".repeat(200));
		CompletableFuture<String> longer = this.rpc.call();
		this.rpc.receive("{\"id\":3,\"error\":{\"message\":\"" + "x".repeat(100_000) + "\"}}");
		assertThat(RpcFixture.failure(longer)).hasMessage("the node answered error 0: " + "x".repeat(200) + "...");
	}

	@ParameterizedTest
	@EnumSource
	void malformedResultFailsItsCallAlone(PayloadForm form) {
		RpcFixture rpc = new RpcFixture(form);
		for (String wrong : List.of("{\"a\":[[1]],\"b\":{}}", "[]", "[[\"a\"],1]", "[\"a\",{\"b\":[]}]", "17", "null",
				"\"a\"")) {
			CompletableFuture<String> first = rpc.client.call("eth_first", RpcFixture.STRICT);
			CompletableFuture<String> second = rpc.client.call("eth_second", RpcFixture.STRICT);
			CompletableFuture<String> third = rpc.call();
			long id = rpc.lastId();
			rpc.receive("[{\"id\":%d,\"result\":%s,\"x\":1},{\"result\":%s,\"id\":%d},{\"id\":%d,\"result\":1}]"
				.formatted(id - 2, wrong, wrong, id - 1, id));
			assertThat(RpcFixture.failure(first).outcome()).as(wrong).isEqualTo(CallOutcome.MALFORMED);
			assertThat(RpcFixture.failure(first).getMessage()).isIn("an array of strings", "one string");
			assertThat(RpcFixture.failure(second)).hasMessage(RpcFixture.failure(first).getMessage());
			assertThat(third).isCompletedWithValue("1");
			assertThat(rpc.observer.faults()).endsWith("eth_first " + RpcFixture.failure(first).getMessage(),
					"eth_second " + RpcFixture.failure(first).getMessage());
		}
		assertThat(rpc.observer.calls()).startsWith("eth_first MALFORMED", "eth_second MALFORMED", "eth_test SUCCESS");
		assertThat(rpc.observer.rejections()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@FailureMode(33)
	void answersOfABatchReachTheirCalls(PayloadForm form) {
		RpcFixture rpc = new RpcFixture(form);
		CompletableFuture<String> first = rpc.call();
		CompletableFuture<String> second = rpc.call();
		rpc.receive(" [ {\"result\":{\"b\":2},\"id\":2} , 17, [\"id\"], null, {\"id\":1,\"result\":[1]}, {\"id\":3,"
				+ "\"result\":1}, {} ] ");
		assertThat(first).isCompletedWithValue("[1]");
		assertThat(second).isCompletedWithValue("{\"b\":2}");
		assertThat(rpc.observer.rejections()).containsExactly(FrameRejection.NOT_JSON_RPC, FrameRejection.NOT_JSON_RPC,
				FrameRejection.NOT_JSON_RPC, FrameRejection.UNKNOWN_ID, FrameRejection.NOT_JSON_RPC);
	}

	@ParameterizedTest
	@EnumSource
	@FailureMode({ 33, 49 })
	void readsSeveralTextsInOneFrame(PayloadForm form) {
		for (String between : List.of("", "\n", "\r\n", " \n\n\t")) {
			RpcFixture rpc = new RpcFixture(form);
			rpc.subscribed("0x1");
			CompletableFuture<String> first = rpc.call();
			CompletableFuture<String> second = rpc.call();
			rpc.receive(
					String.join(between, "{\"result\":{\"\u00e9\":2},\"id\":3}", RpcFixture.notification("0x1", "17"),
							"[{\"id\":2,\"result\":1},17]", RpcFixture.notification("0x1", "{\"n\":1}"), ""));
			assertThat(first).isCompletedWithValue("1");
			assertThat(second).isCompletedWithValue("{\"\u00e9\":2}");
			assertThat(rpc.announced).containsExactly("heads 17 @2", "heads {\"n\":1} @2");
			assertThat(rpc.observer.rejections()).containsExactly(FrameRejection.NOT_JSON_RPC);
		}
	}

	@Test
	@FailureMode({ 33, 49 })
	void oneFrameMayAgreeAndAnnounceInTwoTexts() {
		this.rpc.client.subscribe(this.rpc.subscription("heads"));
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}\n" + RpcFixture.notification("0x1", "17"));
		assertThat(this.rpc.announced).containsExactly("heads 17 @1");
		assertThat(this.rpc.observer.rejections()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"1\"", "1.0", "1.00", "1e0", "10e-1", "0.1E+1" })
	@FailureMode({ 33, 49 })
	void anIdThatComesBackInAnotherFormIsOurs(String id) {
		for (String message : List.of("{\"id\":%s,\"result\":17}", "{\"result\":17,\"id\":%s}")) {
			RpcFixture rpc = new RpcFixture(PayloadForm.INSIDE);
			CompletableFuture<String> answer = rpc.call();
			rpc.receive(message.formatted(id));
			assertThat(answer).isCompletedWithValue("17");
			assertThat(rpc.observer.rejections()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			-32005 ; no                                                            ; true
			429    ; Your app has exceeded its compute units per second capacity   ; true
			-32007 ; 15/second request limit reached - reduce calls per second     ; true
			-32016 ; over rate limit                                               ; true
			-32007 ; no                                                            ; true
			-32000 ; Request Limit exceeded, try again later                       ; true
			-32029 ; rate-limited                                                  ; true
			-32090 ; Too many requests, reason: call rate limit exhausted          ; true
			-32099 ; upstream answered 429                                         ; true
			-32000 ; (429) slow down                                               ; true
			-32000 ; the number 1429 is wrong                                      ; false
			-32000 ; 0x429a                                                        ; false
			-32000 ; header not found                                              ; false
			-32000 ; header not found: too many requests                           ; false
			-32000 ; unknown block 429                                             ; false
			-32007 ; block not found                                               ; false
			-32016 ; Not Found                                                     ; false
			-32601 ; the method does not exist, too many requests                  ; false
			-32602 ; rate limit                                                    ; false
			-32100 ; rate limit                                                    ; false
			-31999 ; rate limit                                                    ; false
			0      ; rate limit                                                    ; false
			""")
	@FailureMode({ 11, 49 })
	void knowsARateLimitUnderAnyCode(int code, String message, boolean limit) {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive("{\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
		assertThat(RpcFixture.failure(answer).isRateLimit()).isEqualTo(limit);
	}

	@Test
	void callFailsAtItsDeadlineAndNotBefore() {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.scheduler.advance(RpcFixture.TIMEOUT.minusNanos(1));
		assertThat(answer).isNotDone();
		this.rpc.scheduler.advance(Duration.ofNanos(1));
		assertThat(RpcFixture.failure(answer)).hasMessage("no answer within 10000 ms")
			.satisfies((failure) -> assertThat(failure.outcome()).isEqualTo(CallOutcome.TIMEOUT))
			.satisfies((failure) -> assertThat(failure.code()).isZero());
		assertThat(this.rpc.observer.calls()).containsExactly("eth_test TIMEOUT");
	}

	@Test
	void lateAnswerIsSkipped() {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.scheduler.advance(RpcFixture.TIMEOUT);
		this.rpc.receive("{\"id\":1,\"result\":17}");
		assertThat(RpcFixture.failure(answer).outcome()).isEqualTo(CallOutcome.TIMEOUT);
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_ID);
		assertThat(this.rpc.observer.calls()).hasSize(1);
	}

	@Test
	void secondAnswerIsSkipped() {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive("{\"id\":1,\"result\":17}");
		this.rpc.receive("{\"id\":1,\"result\":18}");
		assertThat(answer).isCompletedWithValue("17");
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_ID);
	}

	@Test
	void secondAnswerOfOneBatchIsSkipped() {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive("[{\"id\":1,\"result\":17},{\"id\":1,\"result\":18}]");
		assertThat(answer).isCompletedWithValue("17");
		assertThat(this.rpc.observer.calls()).hasSize(1);
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_ID);
	}

	@Test
	void endedCallsLeaveNoDeadlineBehind() {
		this.rpc.call();
		this.rpc.call();
		this.rpc.call();
		assertThat(this.rpc.scheduler.pending()).isEqualTo(3);
		this.rpc.receive("{\"id\":1,\"result\":17}");
		this.rpc.receive("{\"id\":2,\"error\":{}}");
		assertThat(this.rpc.scheduler.pending()).isEqualTo(1);
		this.rpc.client.end();
		assertThat(this.rpc.scheduler.pending()).isZero();
	}

	@Test
	void callsFailWithTheEndOfTheirConnection() {
		CompletableFuture<String> first = this.rpc.call();
		CompletableFuture<String> second = this.rpc.call();
		this.rpc.client.end();
		assertThat(List.of(first, second)).allSatisfy(
				(answer) -> assertThat(RpcFixture.failure(answer).outcome()).isEqualTo(CallOutcome.DISCONNECTED));
		assertThat(this.rpc.observer.calls()).containsExactly("eth_test DISCONNECTED", "eth_test DISCONNECTED");
		this.rpc.receive("{\"id\":1,\"result\":17}");
		assertThat(this.rpc.observer.rejections()).isEmpty();
	}

	@Test
	void nothingIsSentWithoutAConnection() {
		this.rpc.client.end();
		assertThat(RpcFixture.failure(this.rpc.call()).outcome()).isEqualTo(CallOutcome.DISCONNECTED);
		assertThat(RpcFixture.failure(this.rpc.client.subscribe(this.rpc.subscription("heads"))).outcome())
			.isEqualTo(CallOutcome.DISCONNECTED);
		assertThat(this.rpc.connection.sent()).isEmpty();
		assertThat(this.rpc.scheduler.pending()).isZero();
	}

	@Test
	void callThatCannotBeMadeFails() {
		this.rpc.scheduler.shutdown();
		for (int i = 0; i <= RpcFixture.MAX_CALLS; i++) {
			assertThat(RpcFixture.failure(this.rpc.call())).hasMessageContaining("RejectedExecutionException")
				.extracting(JsonRpcException::outcome)
				.isEqualTo(CallOutcome.DISCONNECTED);
		}
		assertThat(this.rpc.observer.calls()).hasSize(RpcFixture.MAX_CALLS + 1).containsOnly("eth_test DISCONNECTED");
	}

	@Test
	void callsOfTheLastConnectionFailWithTheNextOne() {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.reconnect();
		assertThat(RpcFixture.failure(answer).outcome()).isEqualTo(CallOutcome.DISCONNECTED);
		this.rpc.receive("{\"id\":1,\"result\":17}");
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_ID);
	}

	@Test
	@FailureMode({ 33, 49 })
	void idsOfEachConnectionBeginAnewAndRiseByOne() {
		for (long first : List.of(1_048_577L, 1L << 30, 2_000_000L)) {
			this.rpc.firstId = first;
			this.rpc.reconnect();
			Subscription<String> subscription = this.rpc.subscription("heads");
			this.rpc.call();
			assertThat(this.rpc.lastId()).isEqualTo(first);
			this.rpc.client.subscribe(subscription);
			assertThat(this.rpc.lastId()).isEqualTo(first + 1);
			this.rpc.receive("{\"id\":" + (first + 1) + ",\"result\":\"0x1\"}");
			this.rpc.client.unsubscribe(subscription);
			assertThat(this.rpc.lastId()).isEqualTo(first + 2);
		}
	}

	/** As a relay is known to send it, without a call of ours. */
	@Test
	@FailureMode({ 33, 49 })
	void anErrorThatNobodyAskedForHitsNoCall() {
		SplittableRandom random = new SplittableRandom(1);
		LongSupplier ids = () -> JsonRpcClient.randomFirstId(random);
		for (int connection = 0; connection < 100; connection++) {
			this.rpc.firstId = ids.getAsLong();
			assertThat(this.rpc.firstId).isGreaterThan(1 << 20).isLessThan(1 << 30);
			this.rpc.reconnect();
			CompletableFuture<String> answer = this.rpc.call();
			for (String id : List.of("1", "\"1\"", "1.0", "2", "0")) {
				this.rpc
					.receive("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32600,\"message\":\"x\"}}");
			}
			assertThat(answer).isNotDone();
		}
		assertThat(LongStream.generate(ids).limit(100).distinct().count()).isGreaterThan(90);
	}

	@Test
	void oneCallTooManyIsRejectedAtOnce() {
		CompletableFuture<String> first = this.rpc.call();
		for (int i = 1; i < RpcFixture.MAX_CALLS; i++) {
			assertThat(this.rpc.call()).isNotDone();
		}
		CompletableFuture<String> rejected = this.rpc.call();
		assertThat(RpcFixture.failure(rejected).outcome()).isEqualTo(CallOutcome.REJECTED);
		assertThat(this.rpc.connection.sent()).hasSize(RpcFixture.MAX_CALLS);
		assertThat(this.rpc.observer.calls()).containsExactly("eth_test REJECTED");
		this.rpc.receive("{\"id\":1,\"result\":17}");
		assertThat(first).isCompletedWithValue("17");
		assertThat(this.rpc.call()).isNotDone();
		assertThat(this.rpc.connection.sent()).hasSize(RpcFixture.MAX_CALLS + 1);
	}

	/** A call that is made while the answer to another is handled. */
	@Test
	void answerMayLeadToTheNextCall() {
		CompletableFuture<String> next = this.rpc.call().thenCompose((value) -> this.rpc.call());
		this.rpc.receive("{\"id\":1,\"result\":17}");
		assertThat(next).isNotDone();
		this.rpc.receive("{\"id\":2,\"result\":18}");
		assertThat(next).isCompletedWithValue("18");
	}

	private static List<List<String>> permutations(List<String> members) {
		if (members.isEmpty()) {
			return List.of(List.of());
		}
		List<List<String>> result = new ArrayList<>();
		for (String first : members) {
			List<String> rest = new ArrayList<>(members);
			rest.remove(first);
			for (List<String> tail : permutations(rest)) {
				List<String> one = new ArrayList<>(List.of(first));
				one.addAll(tail);
				result.add(one);
			}
		}
		return result;
	}

}
