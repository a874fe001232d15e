package io.headwater.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for the ways in which {@link SimulatedNode} goes away and comes back.
 */
@Timeout(60)
class SimulatedNodeFaultTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final int SILENCE_MILLIS = 200;

	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337));

	@BeforeEach
	void start() {
		this.node.start();
	}

	@AfterEach
	void stop() {
		this.node.close();
	}

	@Test
	void restartsOnTheSamePort() {
		URI url = this.node.url();
		TestClient before = TestClient.connect(url);
		before.subscribe();
		this.node.stop();
		assertThat(this.node.connectionCount()).isZero();
		assertThat(this.node.subscriptionCount()).isZero();
		SimulatedBlock missed = this.node.mine();
		assertThatThrownBy(() -> TestClient.connectLater(url).join()).hasCauseInstanceOf(IOException.class);
		assertThat(this.node.start().url()).isEqualTo(url);
		try (TestClient after = TestClient.connect(url)) {
			assertThat(after.result("eth_getBlockByNumber", "[\"latest\"]").get("hash").stringValue())
				.isEqualTo(missed.hash());
			after.subscribe();
			this.node.mine();
			assertThat(after.nextHead()).isEqualTo(this.node.chain().head().hash());
		}
	}

	@Test
	void restartsManyTimesUnderConnectedClients() throws IOException {
		for (int i = 0; i < 50; i++) {
			try (RawClient client = RawClient.open(this.node)) {
				this.node.stop();
				assertThat(client.readByte()).isEqualTo(-1);
				this.node.start();
			}
		}
		assertThat(this.node.handshakes()).hasSize(50);
	}

	@Test
	void cannotStartTwiceButMayStopTwice() {
		assertThatIllegalStateException().isThrownBy(this.node::start);
		this.node.stop();
		this.node.stop();
	}

	@Test
	void hasNoPortBeforeTheFirstStart() {
		SimulatedNode other = SimulatedNode.create(this.node.chain());
		assertThatIllegalStateException().isThrownBy(other::port);
		assertThat(other.connectionCount()).isZero();
	}

	@Test
	void severalNodesMayServeOneChain() {
		try (SimulatedNode other = SimulatedNode.create(this.node.chain()).start()) {
			TestClient client = TestClient.connect(other);
			client.subscribe();
			assertThat(this.node.mine().hash()).isEqualTo(client.nextHead());
			assertThat(other.port()).isNotEqualTo(this.node.port());
		}
	}

	@Test
	void dropsConnectionsWithoutCloseFrame() {
		TestClient client = TestClient.connect(this.node);
		client.subscribe();
		this.node.dropConnections();
		assertThat(this.node.connectionCount()).isZero();
		assertThat(this.node.subscriptionCount()).isZero();
		assertThat(client.awaitEnd()).isEqualTo("error");
		assertThat(TestClient.connect(this.node).result("eth_blockNumber", "[]").stringValue()).isEqualTo("0x0");
	}

	@Test
	void droppedConnectionIsReset() throws IOException {
		try (RawClient client = RawClient.open(this.node)) {
			this.node.awaitConnections(1, TIMEOUT);
			this.node.dropConnections();
			assertThatThrownBy(client::readByte).isInstanceOf(IOException.class).hasMessageContaining("reset");
		}
	}

	@Test
	void closesConnectionsWithCodeAndReasonAfterWhatWasSent() {
		TestClient client = TestClient.connect(this.node);
		client.subscribe();
		this.node.awaitSubscriptions(1, TIMEOUT);
		List<SimulatedBlock> mined = this.node.mine(20);
		this.node.closeConnections(1012, "service restart");
		assertThat(this.node.connectionCount()).isZero();
		assertThat(this.node.subscriptionCount()).isZero();
		mined.forEach((block) -> assertThat(client.nextHead()).isEqualTo(block.hash()));
		assertThat(client.awaitEnd()).isEqualTo("1012 service restart");
	}

	@Test
	void closesSocketThoughTheClientDoesNotAnswerTheCloseFrame() throws IOException {
		try (RawClient client = RawClient.open(this.node)) {
			this.node.closeConnections(4001, "");
			assertThat(client.readCloseCode()).isEqualTo(4001);
			assertThat(client.readByte()).isEqualTo(-1);
		}
	}

	@Test
	void frozenNodeAnswersLate() {
		TestClient client = TestClient.connect(this.node);
		client.subscribe();
		this.node.freeze();
		SimulatedBlock mined = this.node.mine();
		client.request("eth_blockNumber", "[]");
		assertThat(client.poll(SILENCE_MILLIS)).isNull();
		assertThat(this.node.connectionCount()).isEqualTo(1);
		assertThat(this.node.requests()).extracting(ReceivedRequest::method).containsExactly("eth_subscribe");
		this.node.unfreeze();
		assertThat(client.nextHead()).isEqualTo(mined.hash());
		assertThat(client.nextJson().get("result").stringValue()).isEqualTo("0x1");
	}

	@Test
	void frozenNodeKeepsNewClientsWaiting() {
		this.node.freeze();
		CompletableFuture<WebSocket> connecting = TestClient.connectLater(this.node.url());
		assertThatThrownBy(() -> connecting.get(SILENCE_MILLIS, TimeUnit.MILLISECONDS))
			.isInstanceOf(TimeoutException.class);
		assertThat(this.node.connectionCount()).isZero();
		this.node.unfreeze();
		TestClient.within(connecting).abort();
	}

	@Test
	void frozenNodeCanBeStoppedAndIsNotFrozenAfterwards() throws IOException {
		try (RawClient client = RawClient.open(this.node)) {
			this.node.freeze();
			client.sendFrame(0x89);
			this.node.stop();
			// The ping may have been read or not, and unread input makes a reset of the
			// end.
			assertThatCode(client::readByte).satisfiesAnyOf((end) -> assertThat(end).isNull(),
					(end) -> assertThat(end).hasMessageContaining("reset"));
		}
		this.node.start();
		assertThat(TestClient.connect(this.node).result("eth_blockNumber", "[]").stringValue()).isEqualTo("0x0");
	}

	@Test
	void stuckClientHoldsUpNobodyAndIsDroppedInTheEnd() throws IOException {
		TestClient reading = TestClient.connect(this.node);
		reading.subscribe();
		try (RawClient stuck = RawClient.open(this.node)) {
			stuck.sendFrame(0x81,
					"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}".getBytes());
			this.node.awaitSubscriptions(2, TIMEOUT);
			while (this.node.subscriptionCount() == 2) {
				for (SimulatedBlock block : this.node.mine(1000)) {
					assertThat(reading.nextHead()).isEqualTo(block.hash());
				}
			}
			assertThat(this.node.connectionCount()).isEqualTo(1);
		}
	}

	@Test
	void clientWhoseResponderHangsHoldsUpNoOtherClient() {
		CountDownLatch release = new CountDownLatch(1);
		this.node.respondWith("test_hang", (params) -> {
			try {
				release.await();
				return "true";
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		TestClient hanging = TestClient.connect(this.node);
		hanging.request("test_hang", "[]");
		assertThat(TestClient.connect(this.node).result("eth_blockNumber", "[]").stringValue()).isEqualTo("0x0");
		release.countDown();
		assertThat(hanging.nextJson().get("result").booleanValue()).isTrue();
	}

	@Test
	void sendsWhateverTheTestWants() {
		TestClient first = TestClient.connect(this.node);
		TestClient second = TestClient.connect(this.node);
		this.node.sendRaw("{ no json");
		assertThat(first.next()).isEqualTo("{ no json");
		assertThat(second.next()).isEqualTo("{ no json");
	}

}
