package io.headwater.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class NodeHeaderSourceTests {

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final FakeConnection connection = new FakeConnection();

	private final JsonRpcClient client = new JsonRpcClient(new JsonRpcSettings(Duration.ofSeconds(10), 4, 4),
			this.scheduler, JsonRpcObserver.NONE);

	private final List<HeaderAnswer> answers = new ArrayList<>();

	private final NodeHeaderSource source = new NodeHeaderSource(new EthereumNode(this.client, (head, nanos) -> {
	}), 0, this.scheduler, this.scheduler::nanoTime, (request, answer) -> this.answers.add(answer));

	@ParameterizedTest
	@EnumSource
	void asksForEachKindOfHeaderByItsName(Kind kind) {
		this.client.attach(this.connection);
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
		this.client.attach(this.connection);
		this.source.fetch(new HeaderRequest(1, Kind.LATEST, -1, null));
		this.client.received(PayloadForm.ALONE.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}"), 1);
		this.source.fetch(new HeaderRequest(2, Kind.LATEST, -1, null));
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
		this.client.attach(this.connection);
		this.source.fetch(new HeaderRequest(1, Kind.LATEST, -1, null));
		this.client.received(
				PayloadForm.ALONE.of("{\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}"),
				1);
		assertThat(this.answers).extracting(HeaderAnswer::outcome).containsExactly(outcome);
	}

}
