package io.headwater.node;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.headwater.testing.FakeWebSocketSession;
import io.headwater.testing.VirtualScheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;

/**
 * A node in virtual time, seen through the client that connects to it: an hour of its
 * failures takes no time. Each step of it takes a millisecond unless a test says
 * otherwise.
 */
final class VirtualNode implements WebSocketClient {

	private static final Pattern REQUEST = Pattern.compile(".*\"id\":(\\d+),\"method\":\"(\\w+)\",\"params\":(.*)}");

	private final VirtualScheduler scheduler;

	private final List<Long> attempts = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private final Map<String, String> errors = new HashMap<>();

	private @Nullable Throwable refusal;

	private @Nullable Link link;

	private String subscription = "";

	private int subscriptions;

	private boolean silent;

	private boolean muted;

	private boolean closesAtOnce;

	private String syncing = "false";

	private boolean unlinked;

	private long chainId = 1;

	private long number = 100;

	private Duration latency = Duration.ofMillis(1);

	VirtualNode(VirtualScheduler scheduler) {
		this.scheduler = scheduler;
	}

	/** Let every attempt fail from now on; {@code null} lets them succeed. */
	void refuse(@Nullable Throwable refusal) {
		this.refusal = refusal;
	}

	/** Answer a method by an error; {@code null} answers it as usual. */
	void fail(String method, @Nullable String error) {
		this.errors.put(method, error);
	}

	void silent(boolean silent) {
		this.silent = silent;
	}

	void muted(boolean muted) {
		this.muted = muted;
	}

	void closeAtOnce(boolean closesAtOnce) {
		this.closesAtOnce = closesAtOnce;
	}

	/** Let each step take so long from now on. */
	void latency(Duration latency) {
		this.latency = latency;
	}

	void syncing(boolean syncing) {
		this.syncing = syncing ? "{\"currentBlock\":\"0x1\",\"highestBlock\":\"0x2\"}" : "false";
	}

	/** Have all blocks, and index them. */
	void indexing() {
		this.syncing = "{\"currentBlock\":\"0x64\",\"highestBlock\":\"0x64\",\"txIndexRemainingBlocks\":\"0x9\"}";
	}

	void chainId(long chainId) {
		this.chainId = chainId;
	}

	void number(long number) {
		this.number = number;
	}

	long number() {
		return this.number;
	}

	/** Return when each attempt was made. */
	List<Long> attempts() {
		return this.attempts;
	}

	List<String> calls() {
		return this.calls;
	}

	boolean isConnected() {
		return this.link != null && this.link.session.isOpen();
	}

	/** Make a block and announce it, unless the node is muted. */
	void mine() {
		this.number++;
		if (!this.muted && !this.subscription.isEmpty()) {
			announce(this.subscription);
		}
	}

	/** Announce a head that is no block. */
	void announceFalse(long number) {
		send(announcement(this.subscription, head(number)));
	}

	/** Announce something that is no head. */
	void announceNothing() {
		send(announcement(this.subscription, "{\"height\":1}"));
	}

	void announce(String subscription) {
		send(announcement(subscription, head()));
	}

	/** What the newest head stands on is not served. */
	void unlinked(boolean unlinked) {
		this.unlinked = unlinked;
	}

	private static String announcement(String subscription, String head) {
		return ("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"" + subscription
				+ "\",\"result\":" + head + "}}");
	}

	void send(String message) {
		Link link = this.link;
		later(() -> {
			if (link != null && link.session.isOpen()) {
				link.handler.handleMessage(link.session, new TextMessage(message));
			}
		});
	}

	void pong() throws Exception {
		if (this.link != null) {
			this.link.handler.handleMessage(this.link.session, new PongMessage());
		}
	}

	void close(int code) {
		Link link = this.link;
		this.link = null;
		this.subscription = "";
		later(() -> {
			if (link != null) {
				link.handler.afterConnectionClosed(link.session, new CloseStatus(code));
			}
		});
	}

	private String head() {
		return head(this.number);
	}

	private static String head(long number) {
		return "{\"number\":\"0x%x\",\"hash\":\"0x%064x\",\"parentHash\":\"0x%064x\",\"timestamp\":\"0x%x\"}"
			.formatted(number, number + 1, number, number);
	}

	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
			@Nullable Object... uriVariables) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, @Nullable WebSocketHttpHeaders headers,
			URI uri) {
		this.attempts.add(this.scheduler.nanoTime());
		CompletableFuture<WebSocketSession> future = new CompletableFuture<>();
		later(() -> {
			if (this.refusal != null) {
				future.completeExceptionally(this.refusal);
				return;
			}
			FakeWebSocketSession session = new FakeWebSocketSession();
			Link opened = new Link(handler, session);
			this.link = opened;
			session.onSend((message) -> later(() -> answer(opened, message)));
			handler.afterConnectionEstablished(session);
			future.complete(session);
			if (this.closesAtOnce) {
				close(1006);
			}
		});
		return future;
	}

	private void answer(Link link, String message) throws Exception {
		Matcher request = REQUEST.matcher(message);
		if (!request.matches()) {
			throw new IllegalStateException("not a request: " + message);
		}
		this.calls.add(request.group(2));
		if (this.silent || !link.session.isOpen()) {
			return;
		}
		String error = this.errors.get(request.group(2));
		String answer = (error != null) ? "\"error\":" + error : "\"result\":" + result(request.group(2));
		link.handler.handleMessage(link.session,
				new TextMessage("{\"jsonrpc\":\"2.0\",\"id\":" + request.group(1) + "," + answer + "}"));
	}

	private String result(String method) {
		return switch (method) {
			case "eth_chainId" -> "\"0x" + Long.toHexString(this.chainId) + "\"";
			case "eth_blockNumber" -> "\"0x" + Long.toHexString(this.number) + "\"";
			case "eth_syncing" -> this.syncing;
			case "eth_getBlockByNumber" -> head();
			case "eth_getHeaderByHash" -> head(this.unlinked ? this.number + 1 : this.number - 1);
			case "eth_subscribe" -> subscribe();
			case "eth_unsubscribe" -> "true";
			default -> throw new IllegalStateException(method);
		};
	}

	private String subscribe() {
		this.subscription = "0x" + ++this.subscriptions;
		return "\"" + this.subscription + "\"";
	}

	private void later(Step step) {
		this.scheduler.schedule(() -> {
			step.run();
			return null;
		}, this.latency.toNanos(), TimeUnit.NANOSECONDS);
	}

	private interface Step {

		void run() throws Exception;

	}

	/**
	 * One connection, from the node's side.
	 *
	 * @param handler the client's handler
	 * @param session the client's session
	 */
	private record Link(WebSocketHandler handler, FakeWebSocketSession session) {
	}

}
