package io.headwater.realnode;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A real node running as a process of its own. Blocks appear only when a test mines them.
 * <p>
 * It keeps its port, but not its chain, when it is started again; anvil keeps the chain
 * too when given {@code --state}.
 */
public final class RealNode implements AutoCloseable {

	private static final Duration START_LIMIT = Duration.ofSeconds(30);

	private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

	private final NodeKind kind;

	private final Installation installation;

	private final List<String> options;

	private final int port;

	private volatile NodeProcess node;

	private volatile JsonRpc rpc;

	RealNode(NodeKind kind, Installation installation, List<String> options) {
		this.kind = kind;
		this.installation = installation;
		this.options = options;
		this.node = start(kind.anyPort());
		this.port = this.node.port();
		this.rpc = new JsonRpc(httpUrl(), CALL_LIMIT);
	}

	private NodeProcess start(int port) {
		return NodeProcess.start(this.kind.command(this.installation, port, this.options),
				this.installation.directory(), START_LIMIT);
	}

	public URI wsUrl() {
		return URI.create("ws://" + NodeKind.HOST + ":" + this.port);
	}

	public URI httpUrl() {
		return URI.create("http://" + NodeKind.HOST + ":" + this.port);
	}

	/**
	 * Returns the result of a method of the node, or throws a {@link JsonRpcException}.
	 */
	public JsonNode rpc(String method, Object... params) {
		return this.rpc.call(method, params);
	}

	/**
	 * Mines blocks, each of which is announced to the subscribers of {@code newHeads}.
	 */
	public void mine(int blocks) {
		this.kind.mine(this.rpc, blocks);
	}

	/**
	 * Asks the node to end (SIGTERM) and waits until it has.
	 */
	public void stop() {
		Processes.terminate(this.node.process());
	}

	/**
	 * Ends the node at once (SIGKILL), frozen or not.
	 */
	public void kill() {
		Processes.kill(this.node.process());
	}

	/**
	 * Halts the node with its connections open (SIGSTOP): it accepts bytes but answers
	 * nothing.
	 */
	public void freeze() {
		Processes.signal("STOP", this.node.process());
	}

	public void unfreeze() {
		Processes.signal("CONT", this.node.process());
	}

	/**
	 * Starts the node again on the same port, after stopping it if it is alive.
	 */
	public void restart() {
		if (isAlive()) {
			stop();
		}
		this.node = start(this.port);
		this.rpc = new JsonRpc(httpUrl(), CALL_LIMIT);
	}

	public long pid() {
		return this.node.process().pid();
	}

	public boolean isAlive() {
		return this.node.process().isAlive();
	}

	/**
	 * Returns the last lines the node wrote.
	 */
	public String output() {
		return this.node.output();
	}

	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		return this.kind + " at " + wsUrl() + ", process " + pid();
	}

}
