package io.headwater.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@code newHeads} subscriptions of {@link SimulatedNode}.
 */
class SimulatedNodeAnnouncementTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337));

	private TestClient client;

	@BeforeEach
	void connect() {
		this.client = TestClient.connect(this.node.start());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.node.close();
	}

	@Test
	void announcesEachMinedBlock() {
		String subscription = this.client.subscribe();
		SimulatedBlock first = this.node.mine();
		JsonNode message = this.client.nextJson();
		assertThat(message.has("id")).isFalse();
		assertThat(message.get("params").get("subscription").stringValue()).isEqualTo(subscription);
		assertThat(message.get("params").get("result").toString()).isEqualTo(first.toJson());
		assertThat(hashes(this.node.mine(5))).isEqualTo(heads(5));
	}

	@Test
	void announcesTheNewBranchOfReorg() {
		this.node.mine(5);
		this.client.subscribe();
		assertThat(hashes(this.node.reorg(3))).isEqualTo(heads(3));
		assertThat(hashes(this.node.chain().reorg(3, 1))).isEqualTo(heads(1));
	}

	@Test
	void announcesOnlyTheLastOfSeveralWhenTold() {
		this.client.subscribe();
		this.node.announceOnlyLast(true);
		SimulatedBlock mined = this.node.mine(5).get(4);
		SimulatedBlock replaced = this.node.reorg(3).get(2);
		assertThat(heads(2)).containsExactly(mined.hash(), replaced.hash());
		this.client.receivesNoHead();
	}

	@Test
	void announcesNoRollback() {
		this.node.mine(3);
		this.client.subscribe();
		this.node.chain().rollback(2);
		this.client.receivesNoHead();
	}

	@Test
	void announcesNothingWhileMuted() {
		this.client.subscribe();
		this.node.muteSubscriptions(true);
		this.node.mine(3);
		this.client.receivesNoHead();
		this.node.muteSubscriptions(false);
		assertThat(this.node.mine().hash()).isEqualTo(this.client.nextHead());
	}

	@Test
	void announcesNothingWithoutSubscription() {
		this.node.mine();
		this.client.receivesNoHead();
		String subscription = this.client.subscribe();
		assertThat(this.client.result("eth_unsubscribe", "[\"" + subscription + "\"]").booleanValue()).isTrue();
		this.node.mine();
		this.client.receivesNoHead();
	}

	@Test
	void eachSubscriptionHasAnIdOfItsOwn() {
		String first = this.client.subscribe();
		String second = this.client.subscribe();
		assertThat(first).matches("0x[0-9a-f]{32}").isNotEqualTo(second);
		assertThat(this.node.subscriptionCount()).isEqualTo(2);
		this.node.mine();
		assertThat(List.of(nextSubscription(), nextSubscription())).containsExactlyInAnyOrder(first, second);
	}

	@Test
	void subscriptionOfAnotherClientCannotBeEnded() {
		String subscription = this.client.subscribe();
		try (TestClient other = TestClient.connect(this.node)) {
			assertThat(other.call("eth_unsubscribe", "[\"" + subscription + "\"]").has("error")).isTrue();
		}
		assertThat(this.node.subscriptionCount()).isEqualTo(1);
	}

	@Test
	void subscriptionsEndWithTheirConnection() {
		this.client.subscribe();
		this.client.close();
		this.node.awaitSubscriptions(0, TIMEOUT);
		this.node.awaitConnections(0, TIMEOUT);
	}

	@Test
	void replyComesBeforeTheFirstHeadWhileAnotherThreadMines() {
		AtomicBoolean done = new AtomicBoolean();
		Future<SimulatedBlock> miner = Background.run(() -> {
			while (!done.get()) {
				this.node.mine();
			}
			return this.node.mine();
		});
		try {
			for (int i = 0; i < 20; i++) {
				subscribeAndExpectOwnHead();
			}
		}
		finally {
			done.set(true);
		}
		assertThat(TestClient.within(miner)).isEqualTo(this.node.chain().head());
	}

	@Test
	void everyClientHearsEveryHeadInOrderWhileSeveralThreadsMine() {
		List<TestClient> clients = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			TestClient other = TestClient.connect(this.node);
			other.subscribe();
			clients.add(other);
		}
		List<Future<SimulatedBlock>> miners = List.of(mineInBackground(), mineInBackground(), mineInBackground());
		miners.forEach(TestClient::within);
		List<String> expected = hashes(this.node.chain().canonical().subList(1, 301));
		for (TestClient other : clients) {
			assertThat(heads(other, 300)).isEqualTo(expected);
			other.close();
		}
	}

	@Test
	@Timeout(20)
	void floodIsAnnouncedWhole() {
		this.client.subscribe();
		List<String> mined = hashes(this.node.mine(1000));
		assertThat(heads(1000)).isEqualTo(mined);
	}

	private void subscribeAndExpectOwnHead() {
		try (TestClient other = TestClient.connect(this.node)) {
			String subscription = other.subscribe();
			assertThat(other.nextJson().path("params").path("subscription").asString("")).isEqualTo(subscription);
		}
	}

	private Future<SimulatedBlock> mineInBackground() {
		return Background.run(() -> {
			for (int i = 1; i < 100; i++) {
				this.node.mine();
			}
			return this.node.mine();
		});
	}

	private List<String> heads(int count) {
		return heads(this.client, count);
	}

	private List<String> heads(TestClient from, int count) {
		List<String> heads = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			heads.add(from.nextHead());
		}
		return heads;
	}

	private String nextSubscription() {
		return this.client.nextJson().get("params").get("subscription").stringValue();
	}

	private List<String> hashes(List<SimulatedBlock> blocks) {
		return blocks.stream().map(SimulatedBlock::hash).toList();
	}

}
