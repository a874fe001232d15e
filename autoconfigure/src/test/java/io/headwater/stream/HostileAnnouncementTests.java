package io.headwater.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running stream takes announcements of any form, and goes on with honest heads. More:
 * {@code -Dheadwater.hostile.rounds=…}.
 */
class HostileAnnouncementTests {

	private static final int ROUNDS = Integer.getInteger("headwater.hostile.rounds", 100);

	private static final Duration SECOND = Duration.ofSeconds(1);

	@AutoClose
	private final StreamFixture fixture = new StreamFixture();

	private final SimulatedNode node = this.fixture.node;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	@FailureMode(41)
	void deliversHonestHeadsWithinASecondAfterAnyAnnouncement(long seed) {
		this.node.mine(60);
		this.fixture.run((events) -> {
			this.fixture.awaitTip(events);
			Announcer announcer = new Announcer(seed);
			for (int round = 0; round < ROUNDS; round++) {
				String last = announcer.announce();
				grow(announcer.random);
				awaitTipWithinASecond(events, "after " + last + ", round " + round + " of seed " + seed);
			}
			assertThat(standing(events)).isEqualTo(canonicalFrom(events.numbers().get(0)));
			assertThat(events.walk()).hasOnlyElementsOfTypes(NewHeadEvent.class, ReorgEvent.class);
		});
	}

	/** A branch lower than what was announced would be believed only after a while. */
	private void grow(SplittableRandom random) {
		if (random.nextInt(6) == 0) {
			int depth = random.nextInt(1, 4);
			this.node.chain().reorg(depth, depth + 1);
		}
		else {
			this.node.mine(random.nextInt(1, 3));
		}
	}

	@Test
	@FailureMode(42)
	void deliversTheNextHeadLiveBesideAnAbsurdNumber() {
		this.node.mine(20);
		this.fixture.run((events) -> {
			this.fixture.awaitTip(events);
			this.node.announce(head("0x4000000000000000", hash(1), hash(2)));
			this.node.mine();
			awaitTipWithinASecond(events, "beside an absurd number");
			this.fixture.assertFollowsTheNode(events);
		});
	}

	@Test
	@FailureMode(41)
	void readsTheNewestHeadForWhatCannotBeRead() {
		this.node.mine(20);
		this.fixture.run((events) -> {
			this.fixture.awaitTip(events);
			this.node.muteSubscriptions(true);
			for (String unreadable : List.of("{\"height\":\"0x5\"}", "null", "[]", "\"0x5\"",
					"{\"number\":\"five\",\"hash\":\"" + hash(1) + "\"}")) {
				this.node.mine();
				this.node.announce(unreadable);
				awaitTipWithinASecond(events, "after " + unreadable);
			}
			for (String form : List.of("{\"subscription\":\"%s\"}", "[{\"subscription\":\"%s\",\"result\":{}}]",
					"{\"subscription\":\"%s\",\"head\":{}}")) {
				this.node.mine();
				this.node.sendToSubscribers((id) -> "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":"
						+ form.formatted(id) + "}");
				awaitTipWithinASecond(events, "after " + form);
			}
			this.fixture.assertFollowsTheNode(events);
			assertThat(this.node.connectionCount()).isOne();
		});
	}

	@Test
	@FailureMode(41)
	void keepsTheConnectionToANodeThatAnnouncesNothingElse() {
		this.node.mine(20);
		this.fixture.run((events) -> {
			this.fixture.awaitTip(events);
			this.node.muteSubscriptions(true);
			for (int i = 0; i < 1500; i++) {
				this.node.announce("{\"height\":\"0x5\"}");
			}
			this.node.mine();
			this.node.announce("{\"height\":\"0x5\"}");
			this.fixture.awaitTip(events);
			assertThat(this.node.handshakes()).hasSize(1);
		});
	}

	private void awaitTipWithinASecond(RecordedEvents events, String when) {
		String tip = this.node.chain().head().hash();
		Supplier<String> delivered = () -> {
			List<String> standing = standing(events);
			return standing.get(standing.size() - 1);
		};
		Awaitility.await(when)
			.atMost(SECOND)
			.pollInterval(Duration.ofMillis(2))
			.untilAsserted(() -> assertThat(delivered.get()).isEqualTo(tip));
	}

	/** The hashes of the heads that were delivered and not reverted. */
	private static List<String> standing(RecordedEvents events) {
		Deque<String> heads = new ArrayDeque<>();
		for (ChainEvent event : events.walk()) {
			if (event instanceof NewHeadEvent told) {
				heads.addLast(told.head().hash().toString());
			}
			else if (event instanceof ReorgEvent reorg) {
				reorg.reverted().forEach((block) -> assertThat(heads.removeLast()).isEqualTo(block.hash().toString()));
			}
		}
		return List.copyOf(heads);
	}

	private List<String> canonicalFrom(long number) {
		return this.node.chain()
			.canonical()
			.stream()
			.filter((block) -> block.number() >= number)
			.map(SimulatedBlock::hash)
			.toList();
	}

	private static String head(String number, String hash, String parent) {
		return "{\"number\":\"%s\",\"hash\":\"%s\",\"parentHash\":\"%s\",\"timestamp\":\"0x5\"}".formatted(number, hash,
				parent);
	}

	private static String hash(long value) {
		return "0x%016x%048x".formatted(~value, value);
	}

	/**
	 * Announces what is no block, in forms that are drawn.
	 */
	private final class Announcer {

		private final SplittableRandom random;

		/** A target far above hides what is wrong with nearer ones. */
		private final boolean near;

		Announcer(long seed) {
			this.random = new SplittableRandom(seed);
			this.near = seed % 2 == 0;
		}

		/** Announce one to three of them. */
		String announce() {
			String last = "";
			for (int left = this.random.nextInt(1, 4); left > 0; left--) {
				last = (this.random.nextInt(4) > 0) ? lie() : garbage();
			}
			return last;
		}

		private String lie() {
			String hash = anyHash();
			String parent = (this.random.nextInt(6) == 0) ? hash : anyHash();
			return announced(head(anyNumber(), hash, parent));
		}

		private String garbage() {
			String head = head(anyNumber(), anyHash(), anyHash());
			return switch (this.random.nextInt(8)) {
				case 0 -> announced("[" + head + "]");
				case 1 -> announced(head.replace("hash", "blockHash"));
				case 2 -> announced(head.replace("\"0x", "\""));
				case 3 -> announced("null");
				case 4 -> announced(head.substring(0, this.random.nextInt(1, 40)).replaceAll("[^0x]", "") + "1");
				case 5 -> sent("{\"subscription\":\"ID\"}");
				case 6 -> sent("[{\"subscription\":\"ID\",\"result\":" + head + "}]");
				default -> sent("{\"result\":{\"head\":" + head + "},\"subscription\":\"ID\"}");
			};
		}

		private String announced(String result) {
			HostileAnnouncementTests.this.node.announce(result);
			return result;
		}

		private String sent(String params) {
			HostileAnnouncementTests.this.node
				.sendToSubscribers((id) -> "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":"
						+ params.replace("ID", id) + "}");
			return params;
		}

		private String anyNumber() {
			long tip = tip().number();
			return switch (this.random.nextInt(this.near ? 3 : 0, 8)) {
				case 0 -> "0x4000000000000000";
				case 1 -> "0x7fffffffffffffff";
				case 2 -> "0x" + Long.toHexString(tip + this.random.nextLong(5000));
				case 3 -> "0x" + Long.toHexString(this.random.nextLong(tip + 1));
				default -> "0x" + Long.toHexString(tip + this.random.nextLong(-1, 20));
			};
		}

		private String anyHash() {
			List<SimulatedBlock> blocks = HostileAnnouncementTests.this.node.chain().canonical();
			return switch (this.random.nextInt(8)) {
				case 0, 1 -> tip().hash();
				case 2 -> tip().parentHash();
				case 3 -> blocks.get(this.random.nextInt(blocks.size())).hash();
				case 4 -> "0x" + "0".repeat(64);
				default -> hash(this.random.nextLong());
			};
		}

		private SimulatedBlock tip() {
			return HostileAnnouncementTests.this.node.chain().head();
		}

	}

}
