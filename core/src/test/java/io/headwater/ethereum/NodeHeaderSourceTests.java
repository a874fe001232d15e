package io.headwater.ethereum;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.headwater.TestHeads;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.jsonrpc.FakeConnection;
import io.headwater.jsonrpc.JsonRpcClient;
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

import static org.assertj.core.api.Assertions.assertThat;

class NodeHeaderSourceTests {

	private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

	private static final String TOO_MANY = "\"error\":{\"code\":-32005,\"message\":\"limit\"}";

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final FakeConnection connection = new FakeConnection();

	private final JsonRpcClient client = new JsonRpcClient(this.connection,
			new JsonRpcSettings(Duration.ofSeconds(10), 32, 4), this.scheduler, JsonRpcObserver.NONE, 1);

	private final EthereumNode node = new EthereumNode(this.client, (head, nanos) -> {
	});

	private final List<HeaderRequest> answered = new ArrayList<>();

	private final List<HeaderAnswer> answers = new ArrayList<>();

	private final NodeHeaderSource source = new NodeHeaderSource(this.scheduler, this.scheduler::nanoTime,
			(request, answer) -> {
				this.answered.add(request);
				this.answers.add(answer);
			});

	@BeforeEach
	void connect() {
		follow(0);
		// Each request is one call once the node is known to serve blocks only.
		byNumber(0, 0);
		reply(0, "\"error\":{\"code\":-32601,\"message\":\"the method does not exist\"}");
		reply(1, "\"result\":null");
		this.connection.sent().clear();
		this.answered.clear();
		this.answers.clear();
	}

	@ParameterizedTest
	@EnumSource
	void asksForEachKindOfHeaderByItsName(Kind kind) {
		this.source.fetch(new HeaderRequest(1, kind, 436, TestHeads.hash(7)));
		assertThat(this.connection.sent()).singleElement().asString().contains("[\"" + name(kind) + "\"");
	}

	private static String name(Kind kind) {
		return switch (kind) {
			case LATEST -> "latest";
			case FINALIZED -> "finalized";
			case BY_NUMBER -> "0x1b4";
			case BY_HASH -> TestHeads.hash(7).toString();
		};
	}

	@Test
	void tellsANodeThatLacksAHeaderFromOneThatDoesNotAnswer() {
		latest(1);
		reply(0, "\"result\":null");
		latest(2);
		this.scheduler.advance(Duration.ofSeconds(10));
		assertThat(this.answers).extracting(HeaderAnswer::outcome)
			.containsExactly(HeaderAnswer.Outcome.ABSENT, HeaderAnswer.Outcome.FAILED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			-32000 ; header not found              ; ABSENT
			-32001 ; no such block                 ; ABSENT
			-39001 ; Unknown block                 ; ABSENT
			4444   ; the method needs more history ; ABSENT
			-32601 ; no                            ; FAILED
			-32601 ; block not found               ; FAILED
			-32000 ; Method not found              ; FAILED
			-32001 ; Method not found              ; FAILED
			""")
	@FailureMode(43)
	void takesAnUnknownMethodForNoAbsentBlock(int code, String message, HeaderAnswer.Outcome outcome) {
		latest(1);
		reply(0, "\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}");
		assertThat(this.answers).extracting(HeaderAnswer::outcome).containsExactly(outcome);
	}

	@Test
	@FailureMode(11)
	void makesARefusedRequestAgainAndTellsNothingOfIt() {
		latest(1);
		reply(0, TOO_MANY);
		assertThat(this.answers).isEmpty();
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.connection.sent()).hasSize(2);
		reply(1, "\"result\":null");
		assertThat(this.answers).extracting(HeaderAnswer::outcome).containsExactly(HeaderAnswer.Outcome.ABSENT);
	}

	@Test
	@FailureMode(11)
	void leavesTheNodeAloneForAsLongAsItSays() {
		latest(1);
		reply(0, "\"error\":{\"code\":-32005,\"message\":\"limit\",\"data\":{\"rate\":{\"backoff_seconds\":30}}}");
		latest(2);
		this.scheduler.advance(Duration.ofMillis(29_900));
		assertThat(this.connection.sent()).hasSize(1);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.connection.sent()).hasSize(3);
	}

	@Test
	void doesNotMakeAnotherNodePayForIt() {
		latest(1);
		reply(0, "\"error\":{\"code\":-32005,\"message\":\"limit\",\"data\":{\"backoff_seconds\":300}}");
		follow(0);
		latest(2);
		assertThat(this.connection.sent()).hasSize(2);
	}

	@Test
	void forgetsWhatWasAskedWhenTheConnectionIsLost() {
		follow(1);
		byNumber(1, 5);
		this.source.disconnected();
		assertThat(this.connection.sent()).hasSize(1);
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.connection.sent()).hasSize(1);
		assertThat(this.answers).isEmpty();
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void letsWhatALiveHeadNeedsGoBeforeWhatFillsAGap() {
		follow(10);
		byNumber(1, 16);
		latest(17);
		this.source.fetch(new HeaderRequest(18, Kind.BY_HASH, 100, TestHeads.hash(7)));
		this.scheduler.advance(Duration.ofMillis(250));
		assertThat(this.connection.sent()).hasSize(3);
		assertThat(this.connection.sent().get(1)).contains("latest");
		assertThat(this.connection.sent().get(2)).contains(TestHeads.hash(7).toString());
	}

	@Test
	void wakesUpOnlyWhileSomethingWaits() {
		follow(10);
		byNumber(1, 3);
		this.scheduler.advance(Duration.ofSeconds(1));
		for (int i = 0; i < 3; i++) {
			reply(i, "\"result\":null");
		}
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void asksOnceMoreForWhatIsOvertakenAndTakesTheFirstAnswer() {
		byNumber(1, 5);
		replyToAllBut(0, 5);
		this.scheduler.advance(Duration.ofMillis(99));
		assertThat(this.connection.sent()).hasSize(5);
		this.scheduler.advance(Duration.ofMillis(1));
		assertThat(this.connection.sent()).hasSize(6);
		assertThat(this.connection.sent().get(5)).contains("\"0x1\"");
		reply(5, "\"result\":null");
		assertThat(this.answered).extracting(HeaderRequest::id).containsExactly(2L, 3L, 4L, 5L, 1L);
		reply(0, "\"result\":null");
		assertThat(this.answered).hasSize(5);
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void stillTakesTheAnswerToTheFirstOfTwoRequests() {
		byNumber(1, 5);
		replyToAllBut(0, 5);
		this.scheduler.advance(Duration.ofMillis(100));
		reply(0, "\"result\":null");
		assertThat(this.answered).hasSize(5);
		this.scheduler.advance(Duration.ofSeconds(20));
		assertThat(this.answered).hasSize(5);
	}

	@Test
	void givesUpOnlyWhenNeitherOfTwoRequestsIsAnswered() {
		byNumber(1, 5);
		replyToAllBut(0, 5);
		this.scheduler.advance(Duration.ofSeconds(10));
		assertThat(this.answered).hasSize(4);
		this.scheduler.advance(Duration.ofMillis(100));
		assertThat(this.answered).hasSize(5);
		assertThat(this.answers.get(4).outcome()).isEqualTo(HeaderAnswer.Outcome.FAILED);
		assertThat(this.connection.sent()).hasSize(6);
	}

	@Test
	void asksNotOnceMoreForWhatIsOnlyLast() {
		byNumber(1, 5);
		replyToAllBut(4, 5);
		this.scheduler.advance(Duration.ofSeconds(9));
		assertThat(this.connection.sent()).hasSize(5);
	}

	@Test
	void asksNotOnceMoreWhereAnswersTakeAsLong() {
		byNumber(1, 4);
		this.scheduler.advance(Duration.ofSeconds(1));
		for (int i = 0; i < 4; i++) {
			reply(i, "\"result\":null");
		}
		byNumber(5, 9);
		replyToAllBut(4, 9);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.connection.sent()).hasSize(9);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.connection.sent()).hasSize(10);
	}

	@Test
	void asksNotOnceMoreUnderARateLimit() {
		byNumber(1, 6);
		reply(5, TOO_MANY);
		replyToAllBut(0, 5);
		this.scheduler.advance(Duration.ofSeconds(9));
		assertThat(this.connection.sent()).hasSize(7);
		assertThat(this.connection.sent().get(6)).contains("\"0x6\"");
	}

	private void follow(int maxPerSecond) {
		this.source.follow(this.node, new RequestBudget(maxPerSecond, this.scheduler::nanoTime));
	}

	private void latest(long id) {
		this.source.fetch(new HeaderRequest(id, Kind.LATEST, -1, null));
	}

	private void byNumber(long from, long to) {
		for (long id = from; id <= to; id++) {
			this.source.fetch(new HeaderRequest(id, Kind.BY_NUMBER, id, null));
		}
	}

	/** Reply to those that were sent up to an index, but for one of them. */
	private void replyToAllBut(int left, int end) {
		for (int i = (left < 4) ? 0 : end - 5; i < end; i++) {
			if (i != left) {
				reply(i, "\"result\":null");
			}
		}
	}

	private void reply(int sent, String member) {
		Matcher id = ID.matcher(this.connection.sent().get(sent));
		assertThat(id.find()).isTrue();
		this.client.received(PayloadForm.ALONE.of("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + "," + member + "}"),
				1);
	}

}
