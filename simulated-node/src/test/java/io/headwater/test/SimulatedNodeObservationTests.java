package io.headwater.test;

import java.time.Duration;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for what {@link SimulatedNode} tells about its clients.
 */
class SimulatedNodeObservationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration SHORT = Duration.ofMillis(50);

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
	void countsConnectionsFromTheMomentTheClientKnows() {
		for (int i = 1; i <= 20; i++) {
			TestClient.connect(this.node);
			assertThat(this.node.connectionCount()).isEqualTo(i);
		}
	}

	@Test
	void recordsRequestsWithTheirConnection() {
		TestClient first = TestClient.connect(this.node);
		TestClient second = TestClient.connect(this.node);
		first.call("eth_getBlockByNumber", "[\"latest\", false]");
		second.call("eth_chainId", "[]");
		first.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_teapot\"}");
		first.next();
		assertThat(this.node.requests()).containsExactly(
				new ReceivedRequest(0, "eth_getBlockByNumber", "[\"latest\",false]"),
				new ReceivedRequest(1, "eth_chainId", "[]"), new ReceivedRequest(0, "eth_teapot", "[]"));
		this.node.clearRequests();
		assertThat(this.node.requests()).isEmpty();
	}

	@Test
	void remembersTheLastRequestsOnly() {
		TestClient client = TestClient.connect(this.node);
		StringBuilder batch = new StringBuilder("[");
		for (int i = 0; i <= 10_000; i++) {
			batch.append("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m").append(i).append("\"},");
		}
		client.send(batch.append("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"last\"}]").toString());
		client.next();
		assertThat(this.node.requests()).hasSize(10_000);
		assertThat(this.node.requests().get(0).method()).isEqualTo("m2");
		assertThat(this.node.requests().get(9_999).method()).isEqualTo("last");
	}

	@Test
	void recordsHandshakeWithPathAndHeadersOfAnyCase() {
		TestClient.connect(this.node.url("/v3/key?x=1"), "Authorization", "Bearer secret", "X-Multi", "a", "X-Multi",
				"b");
		TestClient.connect(this.node);
		assertThat(this.node.handshakes()).extracting(ReceivedHandshake::target).containsExactly("/v3/key?x=1", "/");
		ReceivedHandshake handshake = this.node.handshakes().get(0);
		assertThat(handshake.connection()).isZero();
		assertThat(handshake.headers().get("AUTHORIZATION")).isEqualTo("Bearer secret");
		assertThat(handshake.headers().get("x-multi")).isEqualTo("a, b");
	}

	@Test
	void urlIsOnTheLoopbackInterface() {
		assertThat(this.node.url()).hasToString("ws://127.0.0.1:" + this.node.port() + "/");
	}

	@Test
	void waitsForWhatHappensLater() {
		Future<Boolean> waiting = Background.run(() -> {
			this.node.awaitConnections(1, TIMEOUT);
			this.node.awaitSubscriptions(1, TIMEOUT);
			return true;
		});
		Future<ReceivedRequest> request = Background.run(() -> this.node.awaitRequest("eth_chainId", TIMEOUT));
		TestClient client = TestClient.connect(this.node);
		client.subscribe();
		assertThat(TestClient.within(waiting)).isTrue();
		client.call("eth_chainId", "[]");
		assertThat(TestClient.within(request)).isEqualTo(new ReceivedRequest(0, "eth_chainId", "[]"));
		client.call("eth_chainId", "[]");
		assertThat(this.node.awaitRequests("eth_chainId", 2, TIMEOUT)).hasSize(2);
	}

	@Test
	void saysAtTheDeadlineWhatDidNotHappen() {
		assertThatThrownBy(() -> this.node.awaitConnections(2, SHORT)).isInstanceOf(AssertionError.class)
			.hasMessage("Expected 2 connections but there are 0 after 50 ms");
		assertThatThrownBy(() -> this.node.awaitSubscriptions(1, SHORT)).isInstanceOf(AssertionError.class)
			.hasMessage("Expected 1 subscriptions but there are 0; so far there were 0 handshakes, of which 0 are open,"
					+ " and calls {} after 50 ms");
		assertThatThrownBy(() -> this.node.awaitRequest("eth_chainId", SHORT)).isInstanceOf(AssertionError.class)
			.hasMessage("Expected 1 calls of eth_chainId but there are 0 after 50 ms");
	}

	@Test
	void saysHowFarAClientCameThatDidNotSubscribe() {
		TestClient client = TestClient.connect(this.node);
		client.call("eth_chainId", "[]");
		client.call("eth_chainId", "[]");
		client.call("eth_syncing", "[]");
		assertThatThrownBy(() -> this.node.awaitSubscriptions(1, SHORT)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("1 handshakes, of which 1 are open, and calls {eth_chainId=2, eth_syncing=1}");
	}

	@Test
	void interruptedWaitSaysSoAndStaysInterrupted() {
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> this.node.awaitConnections(1, TIMEOUT)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void itsThreadsAreNamedDaemonsAndEndWithTheNode() {
		TestClient client = TestClient.connect(this.node);
		client.subscribe();
		Thread[] threads = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("simulated-node-"))
			.toArray(Thread[]::new);
		assertThat(threads).extracting(Thread::getName)
			.contains("simulated-node-accept-" + this.node.port(), "simulated-node-reader-0",
					"simulated-node-writer-0");
		assertThat(threads).allMatch(Thread::isDaemon);
		this.node.stop();
		assertThat(threads).allSatisfy((thread) -> thread.join(TIMEOUT.toMillis())).noneMatch(Thread::isAlive);
	}

}
