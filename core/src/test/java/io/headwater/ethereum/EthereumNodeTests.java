package io.headwater.ethereum;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.headwater.Head;
import io.headwater.TestHeads;
import io.headwater.jsonrpc.FakeConnection;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcException;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.jsonrpc.PayloadForm;
import io.headwater.testing.FailureMode;
import io.headwater.testing.VirtualScheduler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EthereumNodeTests {

	private final FakeConnection connection = new FakeConnection();

	private final List<Head> announced = new ArrayList<>();

	private final List<Long> announcedAt = new ArrayList<>();

	private JsonRpcClient client;

	private EthereumNode node;

	@BeforeEach
	void connect() {
		this.client = new JsonRpcClient(this.connection, new JsonRpcSettings(Duration.ofSeconds(10), 4, 4),
				new VirtualScheduler(), JsonRpcObserver.NONE, 1);
		this.node = new EthereumNode(this.client, (head, nanos) -> {
			this.announced.add(head);
			this.announcedAt.add(nanos);
		});
	}

	@Test
	void asksAsTheExecutionApiSays() {
		this.node.chainId();
		this.node.subscribeNewHeads();
		this.node.latestHead();
		this.node.headByNumber(436);
		connect();
		this.node.headByHash(TestHeads.hash(7));
		assertThat(this.connection.sent()).containsExactly(request(1, "eth_chainId", ""),
				request(2, "eth_subscribe", "\"newHeads\""), request(3, "eth_getBlockByNumber", "\"latest\",false"),
				request(4, "eth_getHeaderByNumber", "\"0x1b4\""),
				request(1, "eth_getHeaderByHash", "\"" + TestHeads.hash(7) + "\""));
	}

	@ParameterizedTest
	@ValueSource(ints = { -32601, -32602, -32700 })
	void asksForTheBlockAtOnceAndFromThenOnWhereTheNodeDoesNotServeHeaders(int code) {
		CompletableFuture<Head> answer = this.node.headByNumber(436);
		receive(PayloadForm.ALONE, error(1, code));
		assertThat(this.connection.sent()).last().isEqualTo(request(2, "eth_getBlockByNumber", "\"0x1b4\",false"));
		receive(PayloadForm.ALONE, "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":null}");
		assertThat(answer).isCompletedWithValue(null);
		this.node.headByNumber(437);
		assertThat(this.connection.sent()).last().isEqualTo(request(3, "eth_getBlockByNumber", "\"0x1b5\",false"));
		connect();
		this.node.headByNumber(438);
		assertThat(this.connection.sent()).last().isEqualTo(request(1, "eth_getHeaderByNumber", "\"0x1b6\""));
	}

	@ParameterizedTest
	@ValueSource(ints = { -32005, 429 })
	void doesNotTakeALimitForAMissingMethod(int code) {
		CompletableFuture<Head> answer = this.node.headByNumber(436);
		receive(PayloadForm.ALONE, error(1, code));
		assertThat(answer).failsWithin(Duration.ZERO)
			.withThrowableOfType(ExecutionException.class)
			.withCauseExactlyInstanceOf(JsonRpcException.class);
		assertThat(this.connection.sent()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			-32601 ; no
			-32602 ; no
			-32700 ; parse error
			-32000 ; Method not found
			-32001 ; the method eth_getHeaderByNumber was not found
			-32601 ; header not found
			""")
	@FailureMode(43)
	void asksForTheBlockAtOnceWhereHeadersWereServedBefore(int code, String message) {
		serveHeader();
		CompletableFuture<Head> answer = this.node.headByNumber(437);
		receive(PayloadForm.ALONE, error(2, code, message));
		assertThat(this.connection.sent()).last().isEqualTo(request(3, "eth_getBlockByNumber", "\"0x1b5\",false"));
		receive(PayloadForm.ALONE, block(3));
		assertThat(answer).isCompletedWithValueMatching((head) -> head != null);
		this.node.headByNumber(438);
		assertThat(this.connection.sent()).last().isEqualTo(request(4, "eth_getBlockByNumber", "\"0x1b6\",false"));
		connect();
		this.node.headByNumber(439);
		assertThat(this.connection.sent()).last().isEqualTo(request(1, "eth_getHeaderByNumber", "\"0x1b7\""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			-32005 ; slow down
			-32000 ; header not found
			-32001 ; no
			4444   ; pruned
			""")
	void goesOnAskingForHeadersThatWereServedBeforeWhereTheErrorIsNotTheMethods(int code, String message) {
		serveHeader();
		CompletableFuture<Head> answer = this.node.headByNumber(437);
		receive(PayloadForm.ALONE, error(2, code, message));
		assertThat(answer).isCompletedExceptionally();
		this.node.headByNumber(437);
		assertThat(this.connection.sent()).last().isEqualTo(request(3, "eth_getHeaderByNumber", "\"0x1b5\""));
	}

	@Test
	void goesOnAskingForHeadersWhereTheFirstOneWasAbsentAsItsBlockIs() {
		CompletableFuture<Head> answer = this.node.headByNumber(436);
		receive(PayloadForm.ALONE, error(1, -32000, "header not found"));
		receive(PayloadForm.ALONE, "{\"id\":2,\"result\":null}");
		assertThat(answer).isCompletedWithValue(null);
		this.node.headByNumber(436);
		assertThat(this.connection.sent()).last().isEqualTo(request(3, "eth_getHeaderByNumber", "\"0x1b4\""));
	}

	/** The tag is what the node does not know. */
	@Test
	void goesOnAskingForHeadersWhereTheBlockCannotBeHadEither() {
		serveHeader();
		CompletableFuture<Head> answer = this.node.safeHead();
		receive(PayloadForm.ALONE, error(2, -32602, "unknown tag"));
		receive(PayloadForm.ALONE, error(3, -32602, "unknown tag"));
		assertThat(answer).isCompletedExceptionally();
		this.node.headByNumber(437);
		assertThat(this.connection.sent()).last().isEqualTo(request(4, "eth_getHeaderByNumber", "\"0x1b5\""));
	}

	private void serveHeader() {
		this.node.headByNumber(436);
		receive(PayloadForm.ALONE, block(1));
	}

	private static String block(int id) {
		return "{\"id\":" + id + ",\"result\":" + Fixtures.header("anvil-1.7.1.getBlockByNumber") + "}";
	}

	private static String error(int id, int code) {
		return error(id, code, "no");
	}

	private static String error(int id, int code, String message) {
		return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
				+ "\"}}";
	}

	@ParameterizedTest
	@CsvSource({ "-32007, 15/second request limit reached", "-32016, over rate limit", "-32000, rate limit exceeded" })
	@FailureMode({ 11, 49 })
	void doesNotTakeALimitUnderAnotherCodeForAMissingMethod(int code, String message) {
		CompletableFuture<Head> answer = this.node.headByNumber(436);
		receive(PayloadForm.ALONE, error(1, code).replace("\"no\"", "\"" + message + "\""));
		assertThat(answer).isCompletedExceptionally();
		this.node.headByNumber(437);
		assertThat(this.connection.sent()).last().isEqualTo(request(2, "eth_getHeaderByNumber", "\"0x1b5\""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"0x7a69\"", "\"0x07A69\"", "31337" })
	@FailureMode(49)
	void readsTheChainId(String result) {
		CompletableFuture<Long> answer = this.node.chainId();
		receive(PayloadForm.ALONE, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
		assertThat(answer).isCompletedWithValue(31337L);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			false                                                  ; false
			{"currentBlock":"0x10","highestBlock":"0x20","x":[{}]} ; true
			{"x":[{}],"highestBlock":"0x20","currentBlock":"0x20"} ; false
			{"currentBlock":"0x21","highestBlock":"0x20"}          ; false
			{"currentBlock":"0x0","highestBlock":"0x0"}            ; true
			{"currentBlock":"0x20"}                                ; true
			{"highestBlock":"0x20"}                                ; true
			{"currentBlock":{"a":"0x9"},"highestBlock":"0x1"}      ; true
			{"currentBlock":"0x20","highestBlock":null}            ; true
			{}                                                     ; true
			true                                                   ; false
			[1]                                                    ; false
			""")
	void isSyncingWhereItSaysThatItLacksBlocks(String result, boolean syncing) {
		CompletableFuture<Boolean> answer = this.node.syncing();
		receive(PayloadForm.ALONE, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
		assertThat(answer).isCompletedWithValue(syncing);
	}

	@Test
	void readsTheNewestNumber() {
		CompletableFuture<Long> answer = this.node.blockNumber();
		receive(PayloadForm.ALONE, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1b4\"}");
		assertThat(answer).isCompletedWithValue(436L);
	}

	@Test
	void givesUpTheSubscriptionThatItReplacesOnTheSameConnection() {
		String head = Fixtures.header("anvil-1.7.1.getBlockByNumber").toString();
		this.node.subscribeNewHeads();
		receive(PayloadForm.ALONE, "{\"id\":1,\"result\":\"0xa\"}");
		this.node.subscribeNewHeads();
		assertThat(this.connection.sent()).endsWith(request(2, "eth_unsubscribe", "\"0xa\""),
				request(3, "eth_subscribe", "\"newHeads\""));
		receive(PayloadForm.ALONE, notification("0xa", head));
		receive(PayloadForm.ALONE, "{\"id\":2,\"error\":{\"code\":-32000,\"message\":\"subscription not found\"}}");
		receive(PayloadForm.ALONE, "{\"id\":3,\"result\":\"0xb\"}");
		assertThat(this.announced).isEmpty();
		receive(PayloadForm.ALONE, notification("0xb", head));
		assertThat(this.announced).hasSize(1);
	}

	private static String notification(String id, String head) {
		return "{\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"" + id + "\",\"result\":" + head + "}}";
	}

	@Test
	void nullMeansThatTheNodeDoesNotHaveTheBlock() {
		CompletableFuture<Head> answer = this.node.headByHash(TestHeads.hash(7));
		receive(PayloadForm.ALONE, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}");
		assertThat(answer).isCompletedWithValue(null);
	}

	@ParameterizedTest
	@EnumSource
	void announcesTheHeadsOfRealNodes(PayloadForm form) throws Exception {
		for (String fixture : Fixtures.announcements().toList()) {
			ObjectNode message = Fixtures.tree(fixture);
			String id = message.at("/params/subscription").asString();
			this.connection.sent().clear();
			connect();
			CompletableFuture<String> agreed = this.node.subscribeNewHeads();
			receive(form, "{\"id\":%d,\"result\":\"%s\"}".formatted(requestId(), id));
			assertThat(agreed).isCompletedWithValue(id);
			this.announced.clear();
			this.client.received(form.of(Fixtures.message(fixture)), 42);
			assertThat(this.announced).extracting((head) -> head.hash().toString())
				.containsExactly(message.at("/params/result/hash").asString());
			assertThat(this.announcedAt).last().isEqualTo(42L);
			Head first = this.announced.get(0);
			receive(form, message.toString());
			assertThat(this.announced).containsExactly(first, first);
		}
	}

	@ParameterizedTest
	@EnumSource
	void readsTheBlocksOfRealNodes(PayloadForm form) {
		for (String fixture : Fixtures.all().filter((name) -> name.endsWith("getBlockByNumber")).toList()) {
			ObjectNode message = Fixtures.tree(fixture);
			CompletableFuture<Head> idFirst = this.node.latestHead();
			message.remove("result");
			message.put("id", requestId());
			message.set("result", Fixtures.header(fixture));
			receive(form, message.toString());
			CompletableFuture<Head> resultFirst = this.node.latestHead();
			message.remove("id");
			message.put("id", requestId());
			receive(form, message.toString());
			assertThat(idFirst).isCompletedWithValueMatching(
					(head) -> head.hash().toString().equals(message.at("/result/hash").asString()));
			assertThat(resultFirst).isCompletedWithValue(idFirst.join());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "number", "hash", "parentHash", "timestamp" })
	void headWithoutARequiredFieldFailsTheCall(String field) {
		ObjectNode header = Fixtures.header("anvil-1.7.1.getBlockByNumber");
		header.remove(field);
		CompletableFuture<Head> answer = this.node.latestHead();
		receive(PayloadForm.ALONE, "{\"id\":1,\"result\":" + header + "}");
		assertThatExceptionOfType(Exception.class).isThrownBy(answer::get)
			.havingCause()
			.isInstanceOf(JsonRpcException.class)
			.withMessage("A head's " + field + " is missing");
	}

	private long requestId() {
		List<String> sent = this.connection.sent();
		return Long.parseLong(sent.get(sent.size() - 1).replaceFirst(".*\"id\":(\\d+),.*", "$1"));
	}

	private void receive(PayloadForm form, String message) {
		this.client.received(form.of(message), 1);
	}

	private static String request(int id, String method, String params) {
		return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":[%s]}".formatted(id, method, params);
	}

}
