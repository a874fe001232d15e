package io.headwater.node;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

import io.headwater.ConnectionState;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
	void waitsNeverLongerThanTheLongestDelayWhileAllNodesAreDown() {
		this.second.refuse(new ConnectException());
		loseFirst();
		this.fixture.advance(Duration.ofHours(1));
		List<Long> attempts = this.fixture.attempts();
		for (int i = 1; i < attempts.size(); i++) {
			assertThat(Duration.ofNanos(attempts.get(i) - attempts.get(i - 1))).isLessThan(LinkFixture.LONGEST);
		}
		assertThat(this.first.attempts().size()).isCloseTo(this.second.attempts().size(),
				org.assertj.core.data.Offset.offset(30));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void findsTheNodeThatWasFollowedLastSoonAfterItIsBack(long seed) {
		LinkFixture three = new LinkFixture(3, seed, null);
		three.node(0).refuse(new ConnectException());
		three.node(1).refuse(new ConnectException());
		three.start();
		assertThat(three.followed()).isEqualTo(2);
		three.run(Duration.ofMinutes(5), BLOCK, three.node(2));
		three.node(2).refuse(new ConnectException());
		three.node(2).close(1006);
		three.advance(Duration.ofSeconds(1));
		three.node(2).refuse(null);
		three.advance(Duration.ofSeconds(9));
		assertThat(three.followed()).isEqualTo(2);
	}

	@Test
	void triesEachOfManyNodesAlthoughOthersAreDueAgain() {
		LinkFixture four = new LinkFixture(4).start();
		four.nodes.forEach((node) -> node.refuse(new ConnectException()));
		four.node(0).close(1006);
		four.advance(Duration.ofMinutes(20));
		List<Integer> counts = four.nodes.stream().map((node) -> node.attempts().size()).toList();
		assertThat(counts.get(0)).as("every second one").isGreaterThan(30);
		assertThat(counts.subList(1, 4)).allMatch((count) -> count > 8);
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
	void prefersANodeThatLacksNoBlockAndOnlyIndexesThem() {
		LinkFixture indexing = new LinkFixture(2);
		indexing.node(0).indexing();
		indexing.start();
		assertThat(indexing.followed()).isZero();
		assertThat(indexing.link.statuses().get(0).syncing()).isFalse();
		assertThat(indexing.node(1).attempts()).isEmpty();
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
	void asksAllThatItHasToKnowOfANodeAtOnce() {
		LinkFixture silent = new LinkFixture(2);
		silent.node(0).silent(true);
		silent.start();
		assertThat(silent.node(0).calls()).containsExactly("eth_chainId", "eth_syncing", "eth_blockNumber");
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
	void doesNotLeaveANodeForWhatWasAskedWhileAnotherConnectionWasFollowed() {
		this.second.number(this.first.number() + 100);
		this.second.latency(Duration.ofSeconds(2));
		int asked = this.second.attempts().size();
		while (this.second.attempts().size() == asked) {
			this.fixture.settle();
		}
		this.fixture.link.reconnect();
		this.fixture.settle();
		assertThat(this.fixture.followed()).isZero();
		this.fixture.advance(Duration.ofSeconds(9));
		assertThat(this.fixture.told).contains("probed").doesNotContain("lost BEHIND");
		assertThat(this.fixture.followed()).isZero();
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
		leave(ConnectionEnd.UNSTABLE);
		assertThat(this.fixture.followed()).isEqualTo(1);
		this.fixture.link.leave(ConnectionEnd.UNSTABLE, "for a test");
		this.fixture.settle();
		assertThat(this.fixture.followed()).as("no other is better").isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNSERVED", "UNLINKED" })
	@FailureMode(45)
	void leavesANodeForTheHeadersThatItServes(ConnectionEnd cause) {
		leave(cause);
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.fixture.told).contains("lost " + cause, "failed over");
	}

	@Test
	@FailureMode(45)
	void leavesNeitherOfTwoNodesThatServeNoHeadersMoreThanOnceInFiveMinutes() {
		for (int second = 0; second < 3600; second += 10) {
			leave(ConnectionEnd.UNSERVED);
			leave(ConnectionEnd.UNLINKED);
			this.fixture.run(Duration.ofSeconds(10), Duration.ofSeconds(5), this.first, this.second);
		}
		assertThat(this.fixture.count("failed over")).isBetween(11L, 13L);
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
	}

	@Test
	@FailureMode(45)
	void leavesANodeForItsHeadersOnceInFiveMinutesAlthoughItsConnectionIsLost() {
		leave(ConnectionEnd.UNSERVED);
		this.second.refuse(new ConnectException());
		this.second.close(1006);
		this.fixture.advance(Duration.ofSeconds(5));
		assertThat(this.fixture.followed()).isZero();
		this.second.refuse(null);
		this.first.close(1006);
		this.fixture.advance(Duration.ofMinutes(1));
		this.fixture.link.reconnect();
		this.fixture.settle();
		assertThat(this.fixture.followed()).isZero();
		leave(ConnectionEnd.UNSERVED);
		assertThat(this.fixture.followed()).isZero();
		this.fixture.run(Duration.ofMinutes(5), BLOCK, this.first, this.second);
		leave(ConnectionEnd.UNSERVED);
		assertThat(this.fixture.followed()).isEqualTo(1);
	}

	/** What it announces is not worth much. */
	@Test
	@FailureMode(45)
	void isNotBehindANodeThatDoesNotServeWhatItAnnounces() {
		this.fixture.run(BLOCK.multipliedBy(20), BLOCK, this.first);
		slow();
		leave(ConnectionEnd.UNSERVED);
		this.fixture.advance(Duration.ofSeconds(5));
		assertThat(this.fixture.followed()).isEqualTo(1);
		assertThat(this.fixture.told).doesNotContain("failed BEHIND");
	}

	@Test
	void staysWithTheOnlyNodeWhateverItServes() {
		LinkFixture alone = new LinkFixture(1).start();
		alone.link.leave(ConnectionEnd.UNSERVED, "for a test");
		alone.settle();
		assertThat(alone.state()).isEqualTo(ConnectionState.LIVE);
		assertThat(alone.node(0).attempts()).hasSize(1);
	}

	@Test
	void returnsToABetterNodeThatHasBeenWellForLongEnough() {
		LinkFixture returning = failingBack();
		returning.node(0).refuse(null);
		returning.run(Duration.ofMinutes(19), BLOCK, returning.node(0), returning.node(1));
		assertThat(returning.followed()).isEqualTo(1);
		returning.run(Duration.ofMinutes(2), BLOCK, returning.node(0), returning.node(1));
		assertThat(returning.followed()).isZero();
		assertThat(returning.told).containsSubsequence("probed", "probed", "lost FAIL_BACK", "failed over");
		returning.advance(Duration.ofHours(1));
		assertThat(returning.count("lost FAIL_BACK")).isOne();
	}

	@Test
	void doesNotReturnToANodeThatIsDownOrBehindOrSyncing() {
		LinkFixture returning = failingBack();
		returning.run(Duration.ofMinutes(30), BLOCK, returning.node(1));
		returning.node(0).refuse(null);
		returning.run(Duration.ofMinutes(30), BLOCK, returning.node(1));
		returning.node(0).number(returning.node(1).number());
		returning.node(0).syncing(true);
		returning.run(Duration.ofMinutes(30), BLOCK, returning.node(0), returning.node(1));
		assertThat(returning.followed()).isEqualTo(1);
		assertThat(returning.told).contains("probed UNREACHABLE", "probed").doesNotContain("lost FAIL_BACK");
		returning.node(0).syncing(false);
		returning.run(Duration.ofMinutes(21), BLOCK, returning.node(0), returning.node(1));
		assertThat(returning.followed()).isZero();
	}

	@Test
	void asksABetterNodeOnlyWhileItIsNotFollowed() {
		LinkFixture returning = failingBack();
		returning.node(0).refuse(null);
		returning.link.reconnect();
		returning.settle();
		assertThat(returning.followed()).isZero();
		returning.run(Duration.ofMinutes(5), BLOCK, returning.node(0), returning.node(1));
		int attempts = returning.attempts().size();
		returning.run(Duration.ofHours(1), BLOCK, returning.node(0), returning.node(1));
		assertThat(returning.attempts()).hasSize(attempts);
		returning.link.stop();
		assertThat(returning.scheduler.pending()).isZero();
	}

	@Test
	void returnsWithoutDelayHoweverOftenTheBetterNodeWasAsked() {
		LinkFixture returning = failingBack(Duration.ofSeconds(6));
		returning.run(Duration.ofMinutes(3), BLOCK, returning.node(1));
		returning.node(0).refuse(null);
		returning.node(0).number(returning.node(1).number());
		returning.run(Duration.ofMinutes(2), BLOCK, returning.node(0), returning.node(1));
		assertThat(returning.followed()).isZero();
		List<Long> attempts = returning.node(0).attempts();
		long last = attempts.get(attempts.size() - 1);
		assertThat(Duration.ofNanos(last - attempts.get(attempts.size() - 2))).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void tellsNoNodeToBeBehindThatWasNotAskedForAWhile() {
		LinkFixture returning = failingBack();
		returning.run(Duration.ofMinutes(5), BLOCK, returning.node(0), returning.node(1));
		assertThat(returning.link.statuses()).extracting(NodeStatus::behind).containsExactly(false, false);
	}

	@Test
	void tellsTheNewestHeadOfANodeWhileOlderOnesAreDelivered() {
		this.fixture.run(Duration.ofMinutes(1), BLOCK, this.fixture.node(0));
		Long newest = this.fixture.link.statuses().get(0).number();
		this.fixture.link.delivered(1);
		assertThat(this.fixture.link.statuses().get(0).number()).isEqualTo(newest);
		assertThat(newest).isGreaterThan(1);
	}

	private static LinkFixture failingBack() {
		return failingBack(Duration.ofMinutes(10));
	}

	/** The first of two nodes was lost, and is returned to. */
	private static LinkFixture failingBack(Duration after) {
		LinkFixture returning = new LinkFixture(2, 1, null, after).start();
		returning.node(0).refuse(new ConnectException());
		returning.node(0).close(1006);
		returning.settle();
		assertThat(returning.followed()).isEqualTo(1);
		return returning;
	}

	@Test
	void tellsNoSecretOfANode() {
		assertThat(this.fixture.link.statuses()).extracting(NodeStatus::address)
			.isEqualTo(List.of("ws://node0:8546", "ws://node1:8546"));
	}

	private void leave(ConnectionEnd cause) {
		this.fixture.link.leave(cause, "for a test");
		this.fixture.settle();
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
