package io.headwater.stream;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

import io.headwater.ConnectionState;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of several nodes is followed, in virtual time.
 */
class FailOverTests {

	private static final Duration BLOCK = Duration.ofSeconds(12);

	private final LinkFixture fixture = new LinkFixture(2);

	private final VirtualNode first = this.fixture.node(0);

	private final VirtualNode second = this.fixture.node(1);

	@BeforeEach
	void start() {
		this.fixture.start();
		assertThat(this.fixture.followed()).isZero();
	}

	@Test
	void takesTheNextNodeAtOnceWhenTheFirstIsDown() {
		long before = this.fixture.scheduler.nanoTime();
		loseFirst();
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.second.attempts().get(0) - before).isLessThan(Duration.ofMillis(10).toNanos());
		assertThat(this.fixture.told).contains("failed over");
	}

	@Test
	void goesBackToTheFirstNodeOnlyWhenTheSecondFails() {
		loseFirst();
		this.first.refuse(null);
		this.fixture.run(Duration.ofHours(3), BLOCK, this.first, this.second);
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.first.attempts().size()).as("asked while the interval was not known").isLessThan(4);
		this.second.refuse(new ConnectException());
		this.second.close(1006);
		this.fixture.settle();
		assertThat(this.fixture.followed()).isZero();
	}

	@Test
	void waitsForWhicheverNodeMayBeTriedFirst() {
		this.second.refuse(new ConnectException());
		loseFirst();
		this.fixture.advance(Duration.ofMinutes(5));
		assertThat(this.first.attempts().size()).isCloseTo(this.second.attempts().size(),
				org.assertj.core.data.Offset.offset(8));
		this.second.refuse(null);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.followed()).isEqualTo(1);
	}

	@Test
	void isRefusedOnlyWhenEveryNodeRefuses() {
		this.second.chainId(2);
		loseFirst();
		assertThat(this.fixture.told).contains("failed OTHER_CHAIN");
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.WAITING);
		this.first.refuse(null);
		this.first.chainId(3);
		this.fixture.advance(Duration.ofSeconds(30));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.REFUSED);
	}

	@Test
	void leavesTheNodeWhenSomebodyAsksForIt() {
		assertThat(this.fixture.link.failOver()).isTrue();
		this.fixture.settle();
		assertThat(this.fixture.followed()).isEqualTo(1);
		this.fixture.link.reconnect();
		this.fixture.settle();
		assertThat(this.fixture.followed()).isZero();
	}

	@Test
	void hasNothingToFailOverToWithOneNode() {
		LinkFixture alone = new LinkFixture(1).start();
		assertThat(alone.link.failOver()).isFalse();
		assertThat(alone.state()).isEqualTo(ConnectionState.LIVE);
	}

	@Test
	void failsOverAtSomebodysWordToANodeThatIsNotDueYet() {
		this.second.refuse(new ConnectException());
		loseFirst();
		this.first.refuse(null);
		this.fixture.advance(Duration.ofSeconds(30));
		assertThat(this.fixture.followed()).isZero();
		this.second.refuse(null);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.followed()).isZero();
		this.fixture.link.failOver();
		this.fixture.settle();
		assertThat(this.fixture.followed()).isEqualTo(1);
	}

	@Test
	@FailureMode(22)
	void leavesANodeThatIsSyncingForOneThatIsNot() {
		this.first.syncing(true);
		this.first.close(1001);
		this.second.refuse(new ConnectException());
		this.fixture.advance(Duration.ofSeconds(5));
		assertThat(this.fixture.followed()).isZero();
		this.second.refuse(null);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.followed()).as("not by a timer").isZero();
		this.first.close(1001);
		this.fixture.settle();
		assertThat(this.fixture.followed()).isEqualTo(1);
	}

	@Test
	void followsTheOnlyNodeAlthoughItIsSyncing() {
		LinkFixture alone = new LinkFixture(1);
		alone.node(0).syncing(true);
		alone.start();
		assertThat(alone.state()).isEqualTo(ConnectionState.LIVE);
		assertThat(alone.node(0).calls()).containsSequence("eth_chainId", "eth_syncing", "eth_subscribe");
	}

	@Test
	void followsANodeThatDoesNotKnowSyncing() {
		LinkFixture alone = new LinkFixture(1);
		alone.node(0).fail("eth_syncing", "{\"code\":-32601,\"message\":\"not available\"}");
		alone.start();
		assertThat(alone.state()).isEqualTo(ConnectionState.LIVE);
	}

	@Test
	@FailureMode(42)
	void takesNoNodeForBehindSinceAnotherAnnouncedAnAbsurdNumber() {
		this.fixture.run(BLOCK.multipliedBy(5), BLOCK, this.first, this.second);
		this.first.announceFalse(LinkFixture.ABSURD);
		this.fixture.settle();
		loseFirst();
		assertThat(this.fixture.told).doesNotContain("failed BEHIND");
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.fixture.link.statuses()).noneMatch(NodeStatus::behind);
	}

	@Test
	@FailureMode(42)
	void isNotLeftForANodeWhoseNumberDoesNotLink() {
		this.second.number(this.first.number() + 1000);
		this.second.unlinked(true);
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.told).contains("probed").doesNotContain("lost BEHIND");
		assertThat(this.fixture.followed()).isZero();
		this.second.unlinked(false);
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.told).contains("lost BEHIND");
		assertThat(this.fixture.followed()).isEqualTo(1);
	}

	@Test
	@FailureMode(22)
	void leavesANodeThatIsBehindTheOneBefore() {
		LinkFixture three = new LinkFixture(3).start();
		three.run(Duration.ofMinutes(3), BLOCK, three.node(0), three.node(2));
		assertThat(three.node(1).number()).isEqualTo(three.node(0).number() - 15);
		three.node(0).refuse(new ConnectException());
		three.node(0).close(1006);
		three.settle();
		assertThat(three.told).contains("failed BEHIND");
		assertThat(three.followed()).isEqualTo(2);
	}

	@Test
	void takesANodeThatIsNoFurtherBehindThanItMayBe() {
		this.fixture.run(BLOCK.multipliedBy(5), BLOCK, this.first);
		loseFirst();
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.fixture.told).doesNotContain("failed BEHIND");
		assertThat(this.fixture.link.statuses().get(1).lag()).isEqualTo(5);
	}

	@Test
	void doesNotGoToAndFroBetweenTwoNodesThatAreBothBehind() {
		this.fixture.run(BLOCK.multipliedBy(20), BLOCK, this.first);
		this.first.number(100);
		slow();
		this.first.close(1006);
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		assertThat(this.fixture.count("LIVE")).isLessThanOrEqualTo(3);
		assertThat(this.fixture.count("failed BEHIND")).isLessThanOrEqualTo(2);
	}

	@Test
	void doesNotGoToAndFroBetweenTwoNodesThatAreBothSyncing() {
		this.first.syncing(true);
		this.second.syncing(true);
		slow();
		this.first.close(1006);
		this.fixture.run(Duration.ofHours(1), BLOCK, this.first, this.second);
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		assertThat(this.fixture.count("failed BEHIND")).isLessThanOrEqualTo(2);
		assertThat(this.fixture.attempts().size()).isLessThan(8);
	}

	@Test
	void takesANodeThatIsBehindRatherThanNone() {
		this.fixture.run(BLOCK.multipliedBy(20), BLOCK, this.first);
		loseFirst();
		assertThat(this.fixture.followed()).isEqualTo(1);
	}

	@Test
	void leavesAQuietNodeForOneThatIsFurther() {
		this.fixture.run(Duration.ofMinutes(2), BLOCK, this.first, this.second);
		this.fixture.run(Duration.ofMinutes(5), BLOCK, this.second);
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.fixture.told).contains("probed", "lost BEHIND", "failed over");
		assertThat(this.second.calls()).startsWith("eth_chainId", "eth_getBlockByNumber", "eth_getHeaderByHash");
	}

	@Test
	void staysWithAQuietNodeWhenTheOtherIsQuietToo() {
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.followed()).isZero();
		assertThat(this.fixture.count("probed")).isBetween(10L, 20L);
		assertThat(this.first.attempts()).hasSize(1);
		assertThat(this.second.isConnected()).isFalse();
	}

	@Test
	void staysWithAQuietNodeWhenTheOtherCannotBeReachedOrIsOfAnotherChain() {
		this.second.refuse(new ConnectException());
		this.fixture.advance(Duration.ofMinutes(10));
		this.second.refuse(null);
		this.second.chainId(7);
		this.second.number(1_000_000);
		this.fixture.advance(Duration.ofMinutes(30));
		assertThat(this.fixture.followed()).isZero();
		assertThat(this.fixture.told).contains("probed UNREACHABLE", "probed OTHER_CHAIN").doesNotContain("probed");
	}

	@Test
	@FailureMode(9)
	void leavesANodeWhoseSubscriptionsStayDead() {
		this.first.muted(true);
		this.fixture.run(Duration.ofMinutes(10), Duration.ofSeconds(1), this.first, this.second);
		assertThat(this.fixture.told).containsSubsequence("resubscribed", "lost STALE", "failed over");
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.fixture.count("failed over")).isEqualTo(1);
	}

	@Test
	void asksEachOfTheOtherNodesInTurn() {
		LinkFixture three = new LinkFixture(3).start();
		three.advance(Duration.ofHours(1));
		assertThat(three.node(1).attempts().size()).isCloseTo(three.node(2).attempts().size(),
				org.assertj.core.data.Offset.offset(1));
	}

	@Test
	void leavesANodeThatReorganisesItsChainTooOften() {
		this.fixture.link.unstable();
		this.fixture.settle();
		assertThat(this.fixture.followed()).isEqualTo(1);
		this.fixture.link.unstable();
		this.fixture.settle();
		assertThat(this.fixture.followed()).as("no other is better").isEqualTo(1);
	}

	@Test
	void tellsNoSecretOfANode() {
		assertThat(this.fixture.link.statuses()).extracting(NodeStatus::address)
			.isEqualTo(List.of("ws://node0:8546", "ws://node1:8546"));
	}

	/** To connect takes longer than a node that was left has to wait. */
	private void slow() {
		this.fixture.nodes.forEach((node) -> node.latency(Duration.ofMillis(400)));
	}

	private void loseFirst() {
		this.first.refuse(new ConnectException());
		this.first.close(1006);
		this.fixture.settle();
	}

}
