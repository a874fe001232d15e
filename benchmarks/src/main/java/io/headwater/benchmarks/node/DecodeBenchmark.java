package io.headwater.benchmarks.node;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.headwater.Head;
import io.headwater.benchmarks.contender.BlockHeader;
import io.headwater.benchmarks.contender.HeaderStream;
import io.headwater.benchmarks.contender.HeaderTree;
import io.headwater.benchmarks.feed.Announcements;
import io.headwater.benchmarks.feed.FeedChain;
import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.transport.Connection;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/**
 * An announced head of mainnet's size, from its bytes to what a listener is given.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {

	private final byte[] message = Announcements.message(FeedChain.LATEST);

	private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);

	private final JsonRpcClient client = new JsonRpcClient(new Unconnected(),
			new JsonRpcSettings(Duration.ofMinutes(10), 8, 8), this.scheduler, JsonRpcObserver.NONE, 1);

	private final EthereumNode node = new EthereumNode(this.client, (head, receivedNanos) -> this.last = head);

	private final HeaderStream stream = new HeaderStream();

	private final JsonMapper json = new JsonMapper();

	private @Nullable Head last;

	/**
	 * Subscribe, so that what is announced is read.
	 */
	@Setup
	public void subscribe() {
		this.node.subscribeNewHeads();
		received(("{\"id\":1,\"result\":\"" + Announcements.SUBSCRIPTION + "\"}").getBytes(StandardCharsets.US_ASCII));
		if (headwater() == null) {
			throw new IllegalStateException("The head was not announced");
		}
	}

	/**
	 * Let the deadline of the subscription go.
	 */
	@TearDown
	public void stop() {
		this.scheduler.shutdownNow();
	}

	/**
	 * Read as Headwater does: envelope, subscription, checked values.
	 * @return the head
	 */
	@Benchmark
	public @Nullable Head headwater() {
		received(this.message);
		return this.last;
	}

	/**
	 * Read a stream of tokens into a record of texts, as the floor does.
	 * @return the header
	 */
	@Benchmark
	public @Nullable BlockHeader streamToRecord() {
		return this.stream.read(this.message, 0, this.message.length);
	}

	/**
	 * Read a tree, as one does by hand.
	 * @return the header
	 */
	@Benchmark
	public BlockHeader treeToRecord() {
		String text = new String(this.message, StandardCharsets.UTF_8);
		return HeaderTree.read(this.json.readTree(text).path("params").path("result"));
	}

	private void received(byte[] bytes) {
		this.client.received(new Payload(bytes, 0, bytes.length), 0);
	}

	/**
	 * A connection on which nothing leaves.
	 */
	private static final class Unconnected implements Connection {

		@Override
		public long generation() {
			return 1;
		}

		@Override
		public Duration sinceLastFrame() {
			return Duration.ZERO;
		}

		@Override
		public void send(String text) {
			// Nobody is there, and the benchmark answers by itself.
		}

		@Override
		public void close() {
			// There is nothing to close.
		}

	}

}
