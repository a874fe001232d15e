package io.headwater.test;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * An Ethereum node for tests: a real WebSocket server on the loopback interface that
 * speaks JSON-RPC over a {@link SimulatedChain} and fails in the ways in which real nodes
 * fail, when told to. A test mines the blocks that its application is to see:
 *
 * <pre class="code">
 * &#64;SpringBootTest
 * class DepositListenerTests {
 *
 *     static final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();
 *
 *     &#64;DynamicPropertySource
 *     static void chain(DynamicPropertyRegistry registry) {
 *         registry.add("headwater.chains.dev.nodes[0].url", () -&gt; node.url().toString());
 *     }
 *
 *     &#64;AfterAll
 *     static void stopNode() {
 *         node.close();
 *     }
 *
 *     &#64;Test
 *     void creditsDepositsOfTheNewBranchAfterReorg() {
 *         node.awaitSubscriptions(1, Duration.ofSeconds(10));
 *         node.mine(3);
 *         node.reorg(2);      // the application sees two blocks revert and two others come
 *         ...
 *     }
 *
 *     &#64;Test
 *     void missesNothingWhileTheNodeIsAway() {
 *         node.stop();
 *         node.chain().mine(5);
 *         node.start();       // on the same port
 *         ...
 *     }
 *
 * }
 * </pre>
 *
 * The node knows {@code eth_chainId}, {@code eth_blockNumber},
 * {@code eth_getBlockByNumber}, {@code eth_getBlockByHash}, {@code eth_subscribe} and
 * {@code eth_unsubscribe} of {@code newHeads}, {@code eth_syncing}, {@code net_version}
 * and {@code web3_clientVersion}; {@link #respondWith} adds others. All methods may be
 * called by any thread. What a test has switched or scripted outlives a restart, save
 * that a restarted node is not frozen. Several nodes may serve one chain.
 */
// Long because it is the one door: every method is documented, and none has logic.
public final class SimulatedNode implements AutoCloseable {

	private final ChangeSignal signal = new ChangeSignal();

	private final NodeConditions conditions = new NodeConditions();

	private final AnswerScript script = new AnswerScript();

	private final RateLimit limit = new RateLimit();

	private final NodeJournal journal = new NodeJournal(this.signal);

	private final Subscriptions subscriptions = new Subscriptions(this.signal);

	private final HeadAnnouncer announcer = new HeadAnnouncer(this.subscriptions);

	private final SimulatedChain chain;

	private final EthereumMethods methods;

	private final Connections connections;

	private final Expectations expectations;

	private final NodeProcess process;

	private SimulatedNode(SimulatedChain chain) {
		this.chain = chain;
		this.methods = new EthereumMethods(chain, this.subscriptions);
		JsonRpcHandler handler = new JsonRpcHandler(this.methods, this.script, this.limit, this.journal);
		this.connections = new Connections(this.conditions, handler, this.subscriptions, this.journal, this.signal);
		this.expectations = new Expectations(this.connections, this.subscriptions, this.journal, this.signal);
		this.process = new NodeProcess(chain, this.announcer, this.connections, this.conditions.gate());
	}

	/**
	 * Create a node that is not started yet.
	 * @param chain what it serves
	 * @return the node
	 */
	public static SimulatedNode create(SimulatedChain chain) {
		return new SimulatedNode(chain);
	}

	/**
	 * Listen for clients: on a free port the first time, on the same one later, so that
	 * clients find the node again.
	 * @return this node
	 * @throws IllegalStateException if it is started
	 * @throws UncheckedIOException if it cannot listen
	 */
	public SimulatedNode start() {
		this.process.start();
		return this;
	}

	/**
	 * Stop as a killed process does: no close frames, and new clients are refused. The
	 * chain stays and may grow. Does nothing if the node is not started.
	 */
	public void stop() {
		this.process.kill();
	}

	/**
	 * Stop the node.
	 * @see #stop()
	 */
	@Override
	public void close() {
		stop();
	}

	/**
	 * Return where clients connect. Any path and query are taken.
	 * @return {@code ws://127.0.0.1:port/}, or {@code wss} if the node is secure
	 * @throws IllegalStateException before the first start
	 */
	public URI url() {
		return url("/");
	}

	/**
	 * Return where clients connect, with a path as providers use it for API keys.
	 * @param path the path and query, beginning with a slash
	 * @return {@code ws://127.0.0.1:port} and the path, or {@code wss} if the node is
	 * secure
	 * @throws IllegalStateException before the first start
	 */
	public URI url(String path) {
		return URI.create((this.conditions.isSecure() ? "wss" : "ws") + "://127.0.0.1:" + port() + path);
	}

	/**
	 * Return the port, which stays the same over restarts.
	 * @return a TCP port of the loopback interface
	 * @throws IllegalStateException before the first start
	 */
	public int port() {
		return this.process.port();
	}

	/**
	 * Return what this node serves.
	 * @return the chain
	 */
	public SimulatedChain chain() {
		return this.chain;
	}

	/**
	 * Mine a block and announce it.
	 * @return the new head
	 * @see SimulatedChain#mine()
	 */
	public SimulatedBlock mine() {
		return this.chain.mine();
	}

	/**
	 * Mine several blocks and announce each.
	 * @param count how many, at least 1
	 * @return the new blocks, oldest first
	 * @see SimulatedChain#mine(int)
	 */
	public List<SimulatedBlock> mine(int count) {
		return this.chain.mine(count);
	}

	/**
	 * Replace the newest blocks and announce the new branch.
	 * @param depth how many, at least 1
	 * @return the new branch, oldest first
	 * @see SimulatedChain#reorg(int)
	 */
	public List<SimulatedBlock> reorg(int depth) {
		return this.chain.reorg(depth);
	}

	/**
	 * Announce only the last of several blocks that become canonical at once, as geth
	 * does, instead of each.
	 * @param onlyLast whether to do so; false at first
	 */
	public void announceOnlyLast(boolean onlyLast) {
		this.announcer.setOnlyLast(onlyLast);
	}

	/**
	 * Announce nothing, as a node does whose subscriptions have died, while calls and
	 * pings are still answered. What is missed is not announced later.
	 * @param muted whether to do so; false at first
	 */
	public void muteSubscriptions(boolean muted) {
		this.announcer.setMuted(muted);
	}

	/**
	 * Know {@code eth_getHeaderByNumber} and {@code eth_getHeaderByHash}, which most
	 * nodes do not.
	 * @param serveHeaders whether to do so; false at first
	 */
	public void serveHeaders(boolean serveHeaders) {
		this.methods.setServeHeaders(serveHeaders);
	}

	/**
	 * Serve new connections over TLS from now on. Called again, it renews the
	 * certificate.
	 * @param context what has the node's certificate and the clients' that it trusts
	 * @return this node
	 * @see TestCertificate
	 */
	public SimulatedNode secureWith(SSLContext context) {
		this.conditions.setContext(context);
		return this;
	}

	/**
	 * Refuse clients that show no trusted certificate, if the node is secure.
	 * @param required whether to do so; false at first
	 */
	public void requireClientCertificates(boolean required) {
		this.conditions.setClientCertificate(required);
	}

	/**
	 * Speak these versions of TLS only, if the node is secure.
	 * @param protocols the versions by the JDK's names, such as {@code TLSv1.3}; none to
	 * speak all that the JDK does
	 */
	public void speakTls(String... protocols) {
		this.conditions.setTlsProtocols(List.of(protocols));
	}

	/**
	 * Say that the node is still syncing: {@code eth_syncing} tells how far, until the
	 * chain has reached a block.
	 * @param highestBlock the number of that block
	 */
	public void syncingTo(long highestBlock) {
		this.methods.setHighestBlock(highestBlock);
	}

	/**
	 * Stand still as a stopped process does: connections stay, and new ones are accepted
	 * by the kernel, but nothing is handled or sent. Mining goes on.
	 */
	public void freeze() {
		this.conditions.gate().setFrozen(true);
	}

	/**
	 * Go on after {@link #freeze()}: what came meanwhile is answered, and what was mined
	 * meanwhile is announced, late.
	 */
	public void unfreeze() {
		this.conditions.gate().setFrozen(false);
	}

	/**
	 * Reset the TCP connections of all clients, without a close frame.
	 */
	public void dropConnections() {
		this.connections.abortAll(true);
	}

	/**
	 * Send a close frame to all clients, after what waits to be sent. Their connections
	 * and subscriptions no longer count when this method returns.
	 * @param code the status, such as 1001; also those that must not be sent
	 * @param reason why, at most 123 bytes of UTF-8; may be empty
	 */
	public void closeConnections(int code, String reason) {
		Output frame = Output.control(Moment.OTHER, Frame.close(code, reason));
		this.connections.open().forEach((connection) -> connection.close(frame));
	}

	/**
	 * Send a text message to all clients, whatever it is.
	 * @param text the message, JSON or not
	 */
	public void sendRaw(String text) {
		this.connections.open().forEach((connection) -> connection.send(Output.message(Moment.OTHER, text)));
	}

	/**
	 * Announce something to all subscribers, whatever it is.
	 * @param result what comes in the place of a head, as JSON
	 */
	public void announce(String result) {
		this.subscriptions.announce(result);
	}

	/**
	 * Send a text message to all subscribers, whatever it is.
	 * @param message makes the message of the id of a subscription
	 */
	public void sendToSubscribers(UnaryOperator<String> message) {
		this.subscriptions.send(message);
	}

	/**
	 * Answer a later call by an error, once. What is asked for one call each with this
	 * method or {@link #nullNext} is used up in the order of asking.
	 * @param method the name of the method
	 * @param code the JSON-RPC error code, such as -32005
	 * @param message the error message
	 */
	public void failNext(String method, int code, String message) {
		failNext(method, code, message, null);
	}

	/**
	 * Answer a later call by an error with data, once.
	 * @param method the name of the method
	 * @param code the JSON-RPC error code, such as -32005
	 * @param message the error message
	 * @param data the {@code data} member as JSON text, or {@code null} for none
	 */
	public void failNext(String method, int code, String message, @Nullable String data) {
		this.script.failOnce(method, code, message, data);
	}

	/**
	 * Answer later calls by {@code null}, as a node does that does not have a block yet.
	 * @param method the name of the method
	 * @param times how many calls
	 */
	public void nullNext(String method, int times) {
		this.script.deny(method, times);
	}

	/**
	 * Let a test answer a method from now on, known to the node or not.
	 * @param method the name of the method
	 * @param responder gives the answers that {@link #failNext} and {@link #nullNext}
	 * leave
	 */
	public void respondWith(String method, Responder responder) {
		this.script.setAlways(method, responder);
	}

	/**
	 * Forget all that was asked for the answers of a method.
	 * @param method the name of the method, which the node answers itself again
	 */
	public void respondNormally(String method) {
		this.script.clear(method);
	}

	/**
	 * Take no more calls than so many a second from now on, whichever client makes them,
	 * after a first burst of as many. The others are answered by an error. Each call of a
	 * batch counts.
	 * @param perSecond the calls that are taken in a second, 0 for no limit
	 * @param code the JSON-RPC error code of the others, such as -32005 or 429
	 */
	public void limitCalls(int perSecond, int code) {
		this.limit.set(perSecond, code);
	}

	/**
	 * Count the calls that {@link #limitCalls} has refused so far.
	 * @return how many
	 */
	public long refusedCalls() {
		return this.limit.refused();
	}

	/**
	 * Count the clients whose connections are open.
	 * @return how many; 0 if the node is stopped
	 */
	public int connectionCount() {
		return this.connections.open().size();
	}

	/**
	 * Count the subscriptions of all clients. One counts before its client can know.
	 * @return how many; 0 if the node is stopped
	 */
	public int subscriptionCount() {
		return this.subscriptions.count();
	}

	/**
	 * Return the calls received so far.
	 * @return the last 10,000, oldest first
	 */
	public List<ReceivedRequest> requests() {
		return this.journal.requests();
	}

	/**
	 * Forget the calls received so far.
	 */
	public void clearRequests() {
		this.journal.clearRequests();
	}

	/**
	 * Return the opening requests received so far, also of connections that are gone.
	 * @return the last 1,000, oldest first
	 */
	public List<ReceivedHandshake> handshakes() {
		return this.journal.handshakes();
	}

	/**
	 * Wait until as many clients are connected.
	 * @param count exactly how many; may be 0
	 * @param timeout how long to wait at most
	 * @throws AssertionError if it does not happen in time
	 */
	public void awaitConnections(int count, Duration timeout) {
		this.expectations.awaitConnections(count, timeout);
	}

	/**
	 * Wait until there are as many subscriptions and the answers are on their way.
	 * @param count exactly how many; may be 0
	 * @param timeout how long to wait at most
	 * @throws AssertionError if it does not happen in time
	 */
	public void awaitSubscriptions(int count, Duration timeout) {
		this.expectations.awaitSubscriptions(count, timeout);
	}

	/**
	 * Wait until a method is called, unless it was already.
	 * @param method the name of the method
	 * @param timeout how long to wait at most
	 * @return the first call that {@link #requests()} remembers; it may not be answered
	 * yet
	 * @throws AssertionError if it does not happen in time
	 */
	public ReceivedRequest awaitRequest(String method, Duration timeout) {
		return awaitRequests(method, 1, timeout).get(0);
	}

	/**
	 * Wait until a method is called several times, unless it was already.
	 * @param method the name of the method
	 * @param count how many calls at least
	 * @param timeout how long to wait at most
	 * @return all its calls that {@link #requests()} remembers, oldest first
	 * @throws AssertionError if it does not happen in time
	 */
	public List<ReceivedRequest> awaitRequests(String method, int count, Duration timeout) {
		return this.expectations.awaitRequests(method, count, timeout);
	}

	NodeConditions conditions() {
		return this.conditions;
	}

	Connections connections() {
		return this.connections;
	}

	Expectations expectations() {
		return this.expectations;
	}

}
