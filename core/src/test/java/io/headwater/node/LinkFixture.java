package io.headwater.node;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.headwater.ConnectionState;
import io.headwater.Head;
import io.headwater.ethereum.EthereumNode;
import io.headwater.ethereum.RequestBudget;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.support.ChainLog;
import io.headwater.support.StateHolder;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeTransport;
import io.headwater.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

/**
 * A link to nodes in virtual time, with default settings.
 */
final class LinkFixture implements LinkListener, LinkObserver {

	/** What is announced from here on is no head, and not delivered. */
	static final long ABSURD = 1L << 62;

	static final Duration SHORTEST = Duration.ofMillis(500);

	static final Duration LONGEST = Duration.ofSeconds(30);

	static final Duration REFUSED = Duration.ofMinutes(5);

	private static final TransportSettings TRANSPORT = new TransportSettings(Duration.ofSeconds(10),
			Duration.ofSeconds(10), 4 * 1024 * 1024, 64);

	final VirtualScheduler scheduler = new VirtualScheduler();

	/** Shut down by the link, and of no other use: nodes in virtual time never block. */
	final ExecutorService writer = new VirtualScheduler();

	final List<VirtualNode> nodes;

	final NodeLink link;

	/** What the link told, in order: states, and what its observer heard. */
	final List<String> told = new ArrayList<>();

	/** Whether the listener fails the next time that a node is followed, or lost. */
	boolean listenerFails;

	/** Whether the observer fails the next time that a node is subscribed to anew. */
	boolean observerFails;

	/** How often no thread can be made for what would wait for a socket. */
	int failingWrites;

	/** Whether the next delay cannot be drawn. */
	boolean randomFails;

	/** At which reading from now on the link's clock fails, or 0. */
	int clockFailsAt;

	/** How many frames could not be read. */
	int rejectedFrames;

	final StateHolder<ConnectionState> state;

	private @Nullable EthereumNode followedNode;

	private String reason = "";

	LinkFixture(int nodes) {
		this(nodes, 1, null);
	}

	LinkFixture(int nodes, long seed, @Nullable Duration staleHeadAfter) {
		this(nodes, seed, staleHeadAfter, null);
	}

	LinkFixture(int nodes, long seed, @Nullable Duration staleHeadAfter, @Nullable Duration failBackAfter) {
		this.nodes = IntStream.range(0, nodes).mapToObj((i) -> new VirtualNode(this.scheduler)).toList();
		this.state = new StateHolder<>(ConnectionState.STOPPED, ConnectionState::canMoveTo, (change, why) -> {
			this.told.add(change.to().name());
			this.reason = why;
		});
		LinkSettings settings = new LinkSettings(SHORTEST, LONGEST, REFUSED, 5, staleHeadAfter, failBackAfter);
		JsonRpcSettings jsonRpc = new JsonRpcSettings(Duration.ofSeconds(10), 32, 16);
		SplittableRandom random = new SplittableRandom(seed);
		RandomGenerator failing = () -> draw(random);
		ChainLog log = new ChainLog("main", this.scheduler::nanoTime);
		LinkContext context = new LinkContext("main", null, settings, jsonRpc, null, this.scheduler, this.writer,
				this::nanoTime, failing, this, log);
		this.link = new NodeLink(context, IntStream.range(0, nodes).mapToObj(this::transport).toList(), this.state,
				this);
	}

	private NodeTransport transport(int index) {
		NodeEndpoint endpoint = new NodeEndpoint(URI.create("ws://node" + index + ":8546/SECRETKEY"), Map.of());
		return new NodeTransport(endpoint, (one, settings) -> this.nodes.get(index), TRANSPORT, this::write,
				this.scheduler, this.scheduler::nanoTime);
	}

	private long draw(RandomGenerator random) {
		if (this.randomFails) {
			this.randomFails = false;
			throw new StackOverflowError("expected by a test");
		}
		return random.nextLong();
	}

	private long nanoTime() {
		if (this.clockFailsAt > 0 && --this.clockFailsAt == 0) {
			throw new StackOverflowError("expected by a test");
		}
		return this.scheduler.nanoTime();
	}

	private void write(Runnable task) {
		if (this.failingWrites > 0) {
			this.failingWrites--;
			throw new StackOverflowError("expected by a test");
		}
		task.run();
	}

	/** Start the link and let what comes of it come. */
	LinkFixture start() {
		this.link.start();
		settle();
		return this;
	}

	/** Let what is under way come to its end, which takes some milliseconds. */
	void settle() {
		advance(Duration.ofMillis(50));
	}

	void advance(Duration duration) {
		this.scheduler.advance(duration);
	}

	/** Let a node make a block every so often, all others beside it. */
	void run(Duration duration, Duration blockTime, VirtualNode... mining) {
		for (long passed = 0; passed < duration.toNanos(); passed += blockTime.toNanos()) {
			advance(blockTime);
			Arrays.asList(mining).forEach(VirtualNode::mine);
		}
		settle();
	}

	VirtualNode node(int index) {
		return this.nodes.get(index);
	}

	ConnectionState state() {
		return this.state.get();
	}

	String reason() {
		return this.reason;
	}

	/** Return the index of the node that is followed, or -1. */
	int followed() {
		List<NodeStatus> statuses = this.link.statuses();
		return IntStream.range(0, statuses.size()).filter((i) -> statuses.get(i).followed()).findFirst().orElse(-1);
	}

	/** Return the moments of all attempts at all nodes, probes included. */
	List<Long> attempts() {
		return this.nodes.stream().flatMap((one) -> one.attempts().stream()).sorted().toList();
	}

	long count(String what) {
		return this.told.stream().filter(what::equals).count();
	}

	@Override
	public void subscribed(long chainId, boolean sameNode, EthereumNode node, RequestBudget budget) {
		if (this.listenerFails) {
			this.listenerFails = false;
			throw new IllegalStateException("expected by a test");
		}
		this.followedNode = node;
		readLatest();
	}

	@Override
	public void resubscribed() {
		readLatest();
	}

	private void readLatest() {
		Objects.requireNonNull(this.followedNode).latestHead().whenComplete((head, failure) -> {
			if (head != null) {
				this.link.latestRead(head.number(), this.scheduler.nanoTime());
				this.link.delivered(head.number());
			}
		});
	}

	@Override
	public void announced(Head head, long receivedNanos) {
		this.told.add("head");
		if (head.number() < ABSURD) {
			this.link.delivered(head.number());
		}
	}

	@Override
	public void unreadable(String fault) {
		this.told.add("unreadable");
	}

	@Override
	public void frameRejected(String chain, FrameRejection rejection) {
		this.rejectedFrames++;
	}

	@Override
	public void lost() {
		this.told.add("lost");
		if (this.listenerFails) {
			this.listenerFails = false;
			throw new IllegalStateException("expected by a test");
		}
	}

	@Override
	public void disconnected(String chain, ConnectionEnd cause, String detail, boolean wasFollowed) {
		this.told.add((wasFollowed ? "lost " : "failed ") + cause);
	}

	@Override
	public void resubscribed(String chain) {
		this.told.add("resubscribed");
		if (this.observerFails) {
			this.observerFails = false;
			throw new InternalError("expected by a test");
		}
	}

	@Override
	public void failedOver(String chain) {
		this.told.add("failed over");
	}

	@Override
	public void probed(String chain, @Nullable ConnectionEnd cause) {
		this.told.add((cause != null) ? "probed " + cause : "probed");
	}

}
