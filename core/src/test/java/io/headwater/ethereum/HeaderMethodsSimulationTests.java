package io.headwater.ethereum;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.jsonrpc.FakeConnection;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcException;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.jsonrpc.PayloadForm;
import io.headwater.testing.FailureMode;
import io.headwater.testing.VirtualScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes of several kinds behind one address, which come and go: each call may reach
 * another one, some know no header methods and say so in any words, and limits strike in
 * between. One seed is one course; {@code -Dheadwater.methods.seeds} plays more of them.
 */
class HeaderMethodsSimulationTests {

	private static final long NEWEST = 1000;

	private static final int REQUESTS = 60;

	private static final List<String> UNKNOWN_METHOD = List.of("-32601,no", "-32601,block not found",
			"-32602,invalid argument", "-32700,parse error", "-32000,Method not found",
			"-32001,the method was not found");

	private static final List<String> ABSENT = List.of("-32000,header not found", "-32001,no such block",
			"-39001,Unknown block");

	@Test
	@FailureMode(43)
	void whatANodeHasIsServedWhateverMethodsItKnows() {
		for (long seed = 1; seed <= Long.getLong("headwater.methods.seeds", 500); seed++) {
			assertThat(new Course(seed, true, true).fault()).as("seed " + seed).isNull();
		}
	}

	@Test
	void whatIsRememberedOverConnectionsIsFound() {
		assertThat(faults(false, true)).contains("headers are asked for where all nodes know them");
	}

	@Test
	void aFallBackThatComesToNothingIsFound() {
		assertThat(faults(true, false)).contains("a block that is there is served, unless for a limit");
	}

	private static List<String> faults(boolean learnsAnew, boolean hasBlocks) {
		return IntStream.rangeClosed(1, 100)
			.mapToObj((seed) -> new Course(seed, learnsAnew, hasBlocks).fault())
			.filter((fault) -> fault != null)
			.distinct()
			.toList();
	}

	/**
	 * One course of calls and connections.
	 */
	private static final class Course {

		private static final Pattern CALL = Pattern
			.compile("\"id\":(\\d+),\"method\":\"eth_get(Header|Block)ByNumber\",\"params\":\\[\"0x([0-9a-f]+)\"");

		private final SplittableRandom random;

		/** Otherwise what was learned is kept when other nodes are behind the address. */
		private final boolean learnsAnew;

		/** Otherwise the fall-back comes to nothing, as if it were not made. */
		private final boolean hasBlocks;

		private JsonRpcClient client;

		private EthereumNode node;

		private FakeConnection connection;

		private boolean[] knowsHeaders = { true };

		/** Whether all nodes have known the header methods since the connection began. */
		private boolean allKnew;

		private int answered;

		private int limits;

		Course(long seed, boolean learnsAnew, boolean hasBlocks) {
			this.random = new SplittableRandom(seed);
			this.learnsAnew = learnsAnew;
			this.hasBlocks = hasBlocks;
		}

		/** Play it, and return the rule that is broken, or null. */
		String fault() {
			connect(true);
			for (int i = 0; i < REQUESTS; i++) {
				if (this.random.nextInt(10) == 0) {
					connect(this.learnsAnew);
				}
				if (this.random.nextInt(8) == 0) {
					change();
				}
				String fault = ask(this.random.nextLong(NEWEST + NEWEST / 4));
				if (fault != null) {
					return fault;
				}
			}
			return null;
		}

		private void connect(boolean anew) {
			if (anew) {
				this.connection = new FakeConnection();
				this.client = new JsonRpcClient(this.connection, new JsonRpcSettings(Duration.ofSeconds(10), 4, 4),
						new VirtualScheduler(), JsonRpcObserver.NONE, 1);
				this.node = new EthereumNode(this.client, (head, nanos) -> {
				});
				this.answered = 0;
			}
			this.knowsHeaders = new boolean[1 + this.random.nextInt(3)];
			boolean all = this.random.nextBoolean();
			for (int i = 0; i < this.knowsHeaders.length; i++) {
				this.knowsHeaders[i] = all || this.random.nextBoolean();
			}
			this.allKnew = allKnow();
		}

		private void change() {
			int one = this.random.nextInt(this.knowsHeaders.length);
			this.knowsHeaders[one] = !this.knowsHeaders[one];
			this.allKnew &= allKnow();
		}

		private boolean allKnow() {
			return IntStream.range(0, this.knowsHeaders.length).allMatch((one) -> this.knowsHeaders[one]);
		}

		private String ask(long number) {
			int before = this.connection.sent().size();
			int limitsBefore = this.limits;
			CompletableFuture<Head> answer = this.node.headByNumber(number);
			boolean asksForBlock = this.connection.sent().get(before).contains("eth_getBlock");
			if (asksForBlock && this.allKnew) {
				return "headers are asked for where all nodes know them";
			}
			while (this.answered < this.connection.sent().size()) {
				reply(this.connection.sent().get(this.answered++));
			}
			if (this.connection.sent().size() - before > 2) {
				return "nothing is asked for more than twice";
			}
			if (!answer.isDone()) {
				return "each question is answered";
			}
			boolean limited = this.limits > limitsBefore;
			if (answer.isCompletedExceptionally()) {
				return (limited || number > NEWEST) ? wrongFailure(answer, limited)
						: "a block that is there is served, unless for a limit";
			}
			Head head = answer.join();
			boolean right = (head != null) ? head.number() == number && number <= NEWEST : number > NEWEST;
			return right ? null : "a block that is there is served, unless for a limit";
		}

		private static String wrongFailure(CompletableFuture<Head> answer, boolean limited) {
			Throwable failure = answer.handle((head, thrown) -> thrown).join();
			boolean right = failure instanceof JsonRpcException error
					&& (limited ? error.isRateLimit() : EthereumNode.saysAbsent(error));
			return right ? null : "a failure says what it is";
		}

		private void reply(String call) {
			Matcher matcher = CALL.matcher(call);
			assertThat(matcher.find()).as(call).isTrue();
			boolean isHeader = "Header".equals(matcher.group(2));
			long number = Long.parseLong(matcher.group(3), 16);
			boolean knows = isHeader ? this.knowsHeaders[this.random.nextInt(this.knowsHeaders.length)]
					: this.hasBlocks;
			String member;
			if (this.random.nextInt(12) == 0) {
				this.limits++;
				member = error("-32005,limit");
			}
			else if (!knows) {
				member = error(any(UNKNOWN_METHOD));
			}
			else if (number > NEWEST) {
				member = this.random.nextBoolean() ? "\"result\":null" : error(any(ABSENT));
			}
			else {
				member = "\"result\":" + header(number);
			}
			this.client.received(
					PayloadForm.ALONE.of("{\"jsonrpc\":\"2.0\",\"id\":" + matcher.group(1) + "," + member + "}"), 1);
		}

		private String any(List<String> errors) {
			return errors.get(this.random.nextInt(errors.size()));
		}

		private static String error(String codeAndText) {
			String[] parts = codeAndText.split(",");
			return "\"error\":{\"code\":" + parts[0] + ",\"message\":\"" + parts[1] + "\"}";
		}

		private static String header(long number) {
			return "{\"number\":\"0x" + Long.toHexString(number) + "\",\"hash\":\"" + hash(number + 1)
					+ "\",\"parentHash\":\"" + hash(number) + "\",\"timestamp\":\"0x1\"}";
		}

		private static Hash hash(long number) {
			return Hash.of("0x" + "0".repeat(48) + "%016x".formatted(number));
		}

	}

}
