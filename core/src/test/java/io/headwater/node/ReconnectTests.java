package io.headwater.node;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLException;

import io.headwater.ConnectionState;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a lost connection is sought again, in virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReconnectTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration BLOCK = Duration.ofSeconds(12);

	private final LinkFixture fixture = new LinkFixture(1);

	private final VirtualNode node = this.fixture.node(0);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void drawsEachDelayBetweenTheShortestAndALongestThatDoubles(long seed) {
		LinkFixture fixture = new LinkFixture(1, seed, null);
		fixture.node(0).refuse(new ConnectException());
		fixture.start();
		fixture.advance(MINUTE);
		long longest = LinkFixture.SHORTEST.toMillis();
		for (long gap : gapsInMillis(fixture.attempts()).subList(0, 6)) {
			assertThat(gap).isBetween(LinkFixture.SHORTEST.toMillis(), longest + 5);
			longest = Math.min(2 * longest, LinkFixture.LONGEST.toMillis());
		}
	}

	@Test
	@FailureMode(13)
	void triesWithoutEnd() {
		this.node.refuse(new ConnectException());
		this.fixture.start();
		this.fixture.advance(Duration.ofDays(2));
		int attempts = this.fixture.attempts().size();
		assertThat(attempts).isBetween(2 * 24 * 60 * 2, 2 * 24 * 60 * 4);
		assertThat(gapsInMillis(this.fixture.attempts().subList(attempts - 1000, attempts)))
			.allSatisfy((gap) -> assertThat(gap).isBetween(15_000L, 30_010L));
		this.node.refuse(null);
		this.fixture.advance(LinkFixture.LONGEST);
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
	}

	@Test
	@FailureMode(1)
	void doesNotSpinAgainstANodeThatAcceptsAndCloses() {
		this.node.closeAtOnce(true);
		this.fixture.start();
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.attempts()).hasSizeBetween(120, 250);
	}

	@Test
	void doesNotSpinAgainstANodeThatSubscribesAndCloses() {
		this.fixture.start();
		for (int round = 0; round < 300; round++) {
			this.node.close(1000);
			this.fixture.advance(Duration.ofSeconds(10));
		}
		assertThat(this.fixture.attempts()).hasSizeBetween(60, 200);
		assertThat(this.fixture.count("LIVE")).isGreaterThan(60);
	}

	@Test
	void beginsWithShortDelaysAgainOnceAConnectionHasProvedItself() {
		failFor(Duration.ofMinutes(10));
		this.fixture.run(Duration.ofSeconds(72), BLOCK, this.node);
		assertThat(delayAfterClose()).isBetween(500L, 510L);
	}

	@ParameterizedTest
	@CsvSource({ "58, 1", "3600, 0" })
	void keepsTheBackOffAfterAConnectionThatProvesNothing(int seconds, int heads) {
		failFor(Duration.ofMinutes(10));
		for (int head = 0; head < heads; head++) {
			this.node.mine();
		}
		this.fixture.advance(Duration.ofSeconds(seconds));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		// Drawn between 0.5 and 30 s, and from this seed none is short by chance.
		assertThat(delayAfterClose()).isGreaterThan(2_000);
	}

	@Test
	void leavesANodeOfAnotherChainAloneForFiveMinutes() {
		this.fixture.start();
		this.node.chainId(5);
		this.node.close(1000);
		this.fixture.advance(Duration.ofSeconds(2));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.REFUSED);
		assertThat(this.fixture.reason())
			.isEqualTo("ws://node0:8546: the node has chain 5, but the node that was followed before has chain 1");
		this.fixture.advance(Duration.ofHours(1));
		List<Long> gaps = gapsInMillis(this.fixture.attempts());
		assertThat(gaps.subList(1, gaps.size())).hasSize(12)
			.allSatisfy((gap) -> assertThat(gap).isBetween(300_000L, 300_050L));
	}

	@Test
	void saysThatAnEndpointForHttpAnnouncesNoHeads(CapturedOutput output) {
		this.node.fail("eth_subscribe", "{\"code\":-32000,\"message\":\"notifications not supported\"}");
		this.fixture.start();
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.REFUSED);
		assertThat(this.fixture.reason()).contains("does not announce its heads", "endpoint for HTTP");
		assertThat(output).contains("notifications not supported", "Next attempt in 5m");
		this.node.fail("eth_subscribe", "{\"code\":-32601,\"message\":\"Method not found\"}");
		this.fixture.advance(LinkFixture.REFUSED);
		assertThat(this.fixture.told).containsSubsequence("failed NO_SUBSCRIPTIONS", "failed NO_SUBSCRIPTIONS");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			{"code":-32005,"message":"daily limit","data":{"backoff_seconds":120}}                        ; 120000
			{"code":429,"message":"slow down","data":{"rate":{"allowed_rps":1,"backoff_seconds":30.5}}}   ; 30500
			{"code":-32005,"message":"forged","data":[{"see":"x"},{"rate":{"backoff_seconds":1e300}}]}    ; 300000
			{"code":-32005,"message":"negative","data":{"backoff_seconds":-5}}                            ; 10000
			{"code":-32005,"message":"none","data":"try later"}                                           ; 10000
			""")
	@FailureMode(11)
	void leavesANodeAloneThatHasTooManyRequests(String error, long millis) {
		this.node.fail("eth_chainId", error);
		this.fixture.start();
		assertThat(this.fixture.told).contains("failed RATE_LIMITED");
		this.node.fail("eth_chainId", null);
		this.fixture.advance(MINUTE.multipliedBy(10));
		assertThat(gapsInMillis(this.fixture.attempts()).get(0)).isBetween(millis, millis + 10);
	}

	@Test
	void hidesAKeyThatTheNodeRepeats(CapturedOutput output) {
		this.node.fail("eth_chainId", "{\"code\":-32000,\"message\":\"no project SECRETKEY, see /SECRETKEY/x\"}");
		this.fixture.start();
		assertThat(this.fixture.reason()).contains("no project ******, see /******/x");
		assertThat(output).contains("******").doesNotContain("SECRETKEY");
	}

	@Test
	void goesSlowlyWhereTlsFails() {
		this.node.refuse(new SSLException("C4n4ryKey"));
		this.fixture.start();
		this.fixture.advance(Duration.ofMinutes(30));
		List<Long> gaps = gapsInMillis(this.fixture.attempts());
		assertThat(gaps).allSatisfy((gap) -> assertThat(gap).isBetween(5_000L, 120_010L));
		assertThat(gaps).anySatisfy((gap) -> assertThat(gap).isGreaterThan(60_000L));
		assertThat(this.fixture.reason()).contains("TLS").doesNotContain("C4n4ryKey", "SECRETKEY");
	}

	@Test
	@FailureMode(12)
	void slowsDownAfterAMessageThatIsTooLongAndNamesTheProperty(CapturedOutput output) {
		this.fixture.start();
		this.node.send("\"" + "x".repeat(4 * 1024 * 1024) + "\"");
		this.fixture.settle();
		assertThat(this.fixture.told).contains("lost MESSAGE_TOO_LONG");
		assertThat(output).contains("headwater.chains.main.max-message-size");
		this.fixture.advance(MINUTE);
		assertThat(gapsInMillis(this.fixture.attempts()).get(0)).isGreaterThanOrEqualTo(5_000);
	}

	@Test
	@FailureMode(32)
	void endsTheConnectionAfterAHundredMessagesThatCannotBeRead() {
		this.fixture.start();
		for (int i = 0; i < 99; i++) {
			this.node.send("garbage");
		}
		this.node.mine();
		this.fixture.settle();
		for (int i = 0; i < 99; i++) {
			this.node.send("garbage");
		}
		this.fixture.settle();
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		this.node.send("garbage");
		this.fixture.settle();
		assertThat(this.fixture.told).contains("lost PROTOCOL");
	}

	@Test
	@FailureMode(39)
	void endsTheConnectionInAFloodOfMessagesThatCannotBeReadBetweenGoodOnes(CapturedOutput output) {
		this.fixture.start();
		for (int i = 0; i < 1000; i++) {
			this.node.send("{\"jsonrpc\":\"2.0\",\"id\":" + (1_000_000 + i) + ",\"result\":1}");
			if (i % 50 == 0) {
				this.node.mine();
			}
		}
		this.fixture.settle();
		assertThat(this.fixture.told).contains("lost PROTOCOL");
		assertThat(output.toString().lines().filter((line) -> line.contains("was skipped: UNKNOWN_ID"))).hasSize(1);
	}

	@Test
	void tellsAnOutageOnceAndItsEnd(CapturedOutput output) {
		this.fixture.start();
		this.node.refuse(new ConnectException());
		this.node.close(1006);
		this.fixture.advance(MINUTE);
		this.node.refuse(null);
		this.fixture.advance(MINUTE);
		assertThat(output.toString().lines().filter((line) -> line.contains(" WARN "))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("[main] No heads from ws://node0:8546: "));
		assertThat(output).containsPattern("INFO .*Following chain 1 at ws://node0:8546 after an outage of 1m\\d+s")
			.doesNotContain("SECRETKEY");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1012, 1013 })
	void doesNotWarnWhereTheNodeClosesAsPlanned(int code, CapturedOutput output) {
		this.fixture.start();
		this.node.close(code);
		this.fixture.advance(Duration.ofSeconds(2));
		assertThat(this.fixture.told).containsSubsequence("lost CLOSED_AS_PLANNED", "LIVE");
		assertThat(output).contains("INFO", "No heads from ws://node0:8546: closed with code " + code)
			.doesNotContain("WARN");
	}

	@Test
	void stopsForGood() {
		this.node.refuse(new ConnectException());
		this.fixture.start();
		this.fixture.link.stop();
		int attempts = this.fixture.attempts().size();
		this.fixture.link.reconnect();
		assertThat(this.fixture.link.failOver()).isFalse();
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.attempts()).hasSize(attempts);
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void connectsAnewAtOnceWhenSomebodyAsksForIt() {
		failFor(Duration.ofHours(1));
		this.node.refuse(new ConnectException());
		this.node.close(1006);
		this.fixture.settle();
		this.fixture.advance(Duration.ofSeconds(20));
		this.node.refuse(null);
		int attempts = this.fixture.attempts().size();
		this.fixture.link.reconnect();
		this.fixture.advance(Duration.ofSeconds(15));
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		this.fixture.advance(MINUTE);
		this.fixture.link.reconnect();
		this.fixture.settle();
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		assertThat(this.fixture.attempts()).hasSize(attempts + 2);
	}

	@Test
	void doesNotSpeakOfAnotherNodeWhereThereIsNone(CapturedOutput output) {
		this.fixture.start();
		this.fixture.link.reconnect();
		this.fixture.settle();
		assertThat(this.fixture.state()).isEqualTo(ConnectionState.LIVE);
		assertThat(output).containsPattern("INFO .*Leaving \\S+ on request. Next attempt at once\\R");
	}

	private void failFor(Duration duration) {
		this.node.refuse(new ConnectException());
		this.fixture.start();
		this.fixture.advance(duration);
		this.node.refuse(null);
		while (this.fixture.state() != ConnectionState.LIVE) {
			this.fixture.settle();
		}
	}

	private long delayAfterClose() {
		int attempts = this.fixture.attempts().size();
		long closed = this.fixture.scheduler.nanoTime();
		this.node.close(1006);
		this.fixture.advance(MINUTE);
		return Duration.ofNanos(this.fixture.attempts().get(attempts) - closed).toMillis();
	}

	private static List<Long> gapsInMillis(List<Long> moments) {
		return java.util.stream.IntStream.range(1, moments.size())
			.mapToObj((i) -> Duration.ofNanos(moments.get(i) - moments.get(i - 1)).toMillis())
			.toList();
	}

}
