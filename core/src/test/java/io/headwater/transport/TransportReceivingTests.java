package io.headwater.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.headwater.testing.FailureMode;
import io.headwater.testing.FakeWebSocketSession;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What is told of an open connection: its messages, and once its end.
 */
class TransportReceivingTests {

	private final TransportFixture fixture = new TransportFixture();

	@Test
	void handsOverWholeMessagesWithTheTimeOfTheirLastPart() throws Exception {
		this.fixture.open();
		this.fixture.client.last().receive("{\"a\"", false);
		this.fixture.scheduler.advance(Duration.ofNanos(7));
		this.fixture.client.last().handler().handleMessage(this.fixture.client.last().session(), new PongMessage());
		this.fixture.client.last().receive(":1}");
		this.fixture.client.last()
			.handler()
			.handleMessage(this.fixture.client.last().session(),
					new BinaryMessage("[2]".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1", "{\"a\":1} @7", "[2] @7");
	}

	@Test
	void endOfTheConnectionIsToldOnce() throws Exception {
		this.fixture.open();
		FakeWebSocketSession session = this.fixture.client.last().session();
		this.fixture.client.last().handler().handleTransportError(session, new IOException("SECRETKEY123"));
		this.fixture.client.last().handler().afterConnectionClosed(session, CloseStatus.SERVER_ERROR);
		this.fixture.client.last().handler().afterConnectionClosed(session, CloseStatus.NORMAL);
		this.fixture.client.last().receive("late");
		this.fixture.scheduler.advance(TransportFixture.CONNECT_TIMEOUT);
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1", "lost CLOSED");
		assertThat(this.fixture.listener.losses().get(0).detail()).isEqualTo("the connection broke (IOException)");
	}

	@Test
	void reasonOfTheNodeIsTold() throws Exception {
		this.fixture.open();
		this.fixture.client.last()
			.handler()
			.afterConnectionClosed(this.fixture.client.last().session(), new CloseStatus(4001, "forged\nline"));
		assertThat(this.fixture.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.CLOSED, "closed with code 4001 (forged?line)", null, null, 4001));
	}

	@Test
	void nothingIsToldAfterClose() throws Exception {
		Connection connection = this.fixture.open();
		this.fixture.client.last().receive("part", false);
		connection.close();
		connection.close();
		this.fixture.client.last().receive("last");
		this.fixture.client.last()
			.handler()
			.handleTransportError(this.fixture.client.last().session(), new IOException());
		this.fixture.client.last()
			.handler()
			.afterConnectionClosed(this.fixture.client.last().session(), CloseStatus.NORMAL);
		this.fixture.runWriter();
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1");
		assertThat(this.fixture.client.last().session().closed()).containsExactly(CloseStatus.NORMAL);
	}

	@Test
	void closesOnTheWriterSinceClosingMayWait() throws Exception {
		Connection connection = this.fixture.open();
		connection.close();
		assertThat(this.fixture.client.last().session().closed()).isEmpty();
		this.fixture.runWriter();
		assertThat(this.fixture.client.last().session().closed()).hasSize(1);
	}

	@Test
	void failureToCloseIsNobodysConcern() throws Exception {
		this.fixture.open().close();
		this.fixture.client.last().session().failWith(new IllegalStateException("already closed"));
		assertThatNoException().isThrownBy(this.fixture::runWriter);
		assertThat(this.fixture.client.last().session().closed()).containsExactly(CloseStatus.NORMAL);
	}

	@Test
	@FailureMode({ 12, 30 })
	void messageOfTheCapIsReadAndALongerOneEndsTheConnection() throws Exception {
		this.fixture.open();
		this.fixture.client.last().receive("0123456789");
		this.fixture.client.last().receive("01234567", false);
		this.fixture.client.last().receive("89a", false);
		this.fixture.client.last().receive("rest");
		this.fixture.client.last().receive("next");
		this.fixture.runWriter();
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1", "0123456789 @0", "lost MESSAGE_TOO_LONG");
		assertThat(this.fixture.listener.losses().get(0).detail())
			.isEqualTo("a message is longer than the 10 bytes that are read");
		assertThat(this.fixture.client.last().session().closed()).extracting(CloseStatus::getCode)
			.containsExactly(1009);
	}

	@Test
	void failingHandlerEndsTheConnectionButIsNotThrownToTheContainer() throws Exception {
		this.fixture.open();
		this.fixture.listener.then(() -> {
			throw new IllegalStateException("defect");
		});
		assertThatNoException().isThrownBy(() -> this.fixture.client.last().receive("one"));
		this.fixture.client.last().receive("two");
		this.fixture.runWriter();
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1", "one @0", "lost HANDLER_FAILED");
		assertThat(this.fixture.client.last().session().closed()).extracting(CloseStatus::getCode)
			.containsExactly(1011);
	}

	@Test
	void handlerThatFailsAtOpeningEndsTheConnection() throws Exception {
		this.fixture.listener.then(() -> {
			throw new IllegalStateException("defect");
		});
		this.fixture.transport.open(this.fixture.listener);
		assertThatNoException().isThrownBy(() -> this.fixture.client.last().succeed());
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1", "lost HANDLER_FAILED");
	}

}
