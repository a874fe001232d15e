package io.headwater.node;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which failure leads to which cause and lane.
 */
class ConnectionEndTests {

	@ParameterizedTest
	@CsvSource({ "401, DENIED, REFUSED", "403, DENIED, REFUSED", "404, DENIED, REFUSED", "429, RATE_LIMITED, CROWDED",
			"503, RATE_LIMITED, CROWDED", "500, UNAVAILABLE, USUAL", "502, UNAVAILABLE, USUAL",
			"200, NO_SUBSCRIPTIONS, REFUSED", "204, NO_SUBSCRIPTIONS, REFUSED", "302, NOT_UPGRADED, SLOWER",
			"400, NOT_UPGRADED, SLOWER", ", UNAVAILABLE, USUAL" })
	void dependsOnTheStatusThatRefusedTheUpgrade(Integer status, ConnectionEnd cause, RetryPolicy lane) {
		ConnectionEnd end = ConnectionEnd.of(new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "refused", status, null));
		assertThat(end).isEqualTo(cause);
		assertThat(end.lane()).isEqualTo(lane);
	}

	@ParameterizedTest
	@CsvSource({ "1000, CLOSED_AS_PLANNED", "1001, CLOSED_AS_PLANNED", "1012, CLOSED_AS_PLANNED",
			"1013, CLOSED_AS_PLANNED", "1006, CLOSED", "1011, CLOSED", "4001, CLOSED", ", CLOSED" })
	void dependsOnTheCodeWithWhichItWasClosed(Integer code, ConnectionEnd cause) {
		assertThat(ConnectionEnd.of(new ConnectionLoss(Kind.CLOSED, "closed", null, null, code))).isEqualTo(cause);
	}

	@ParameterizedTest
	@EnumSource
	void knowsEveryKindOfLoss(Kind kind) {
		assertThat(ConnectionEnd.of(new ConnectionLoss(kind, "lost"))).isNotNull();
	}

	@Test
	void namesThePropertyWhereAMessageIsTooLong() {
		assertThat(Ending.of(new ConnectionLoss(Kind.MESSAGE_TOO_LONG, "too long"), "main").text())
			.contains("headwater.chains.main.max-message-size");
		assertThat(Ending.of(new ConnectionLoss(Kind.SILENT, "silent"), "main").text()).isEqualTo("silent");
	}

}
