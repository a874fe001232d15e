package io.headwater.test;

import java.net.URI;
import java.time.Duration;

/**
 * A node that breaks the rules below JSON-RPC: a {@link SimulatedNode} that writes, at
 * the moments that a test names, something else to its clients than what is due.
 *
 * <pre class="code">
 * ChaosNode chaos = ChaosNode.serving(chain)
 *     .once(Moment.HANDSHAKE, HandshakeFaults.status(503))        // the first client only
 *     .always(Moment.PONG, Faults.nothing());
 * chaos.once(Moment.HEAD, Faults.firstBytes(10).then(Faults.reset()));
 * chaos.node().mine();
 * </pre>
 *
 * At all other moments it does what a {@link SimulatedNode} does. All methods may be
 * called by any thread.
 */
public final class ChaosNode implements AutoCloseable {

	private final SimulatedNode node;

	private ChaosNode(SimulatedNode node) {
		this.node = node;
	}

	/**
	 * Start a node.
	 * @param chain what it serves
	 * @return the node, which does nothing wrong yet
	 */
	public static ChaosNode serving(SimulatedChain chain) {
		return new ChaosNode(SimulatedNode.create(chain).start());
	}

	/**
	 * Return the node whose output is replaced, for all that it can do itself.
	 * @return the node
	 */
	public SimulatedNode node() {
		return this.node;
	}

	/**
	 * Return where clients connect.
	 * @return {@code ws://127.0.0.1:port/}, or {@code wss} if the node is secure
	 */
	public URI url() {
		return this.node.url();
	}

	/**
	 * Play a fault at the next such moment of any client, once. What is asked for one
	 * time each is used up in the order of asking.
	 * @param moment when
	 * @param fault what is written in place of what is due
	 * @return this node
	 */
	public ChaosNode once(Moment moment, Fault fault) {
		faults().addOnce(moment, fault);
		return this;
	}

	/**
	 * Play a fault at all such moments that {@link #once} leaves.
	 * @param moment when
	 * @param fault what is written in place of what is due
	 * @return this node
	 */
	public ChaosNode always(Moment moment, Fault fault) {
		faults().setAlways(moment, fault);
		return this;
	}

	/**
	 * Forget all faults that were asked for. One that is being played goes on.
	 */
	public void heal() {
		faults().clear();
	}

	/**
	 * Play a fault now over each open connection, after what waits to be written.
	 * @param fault what is written
	 */
	public void play(Fault fault) {
		this.node.connections().open().forEach((connection) -> connection.send(Output.played(fault)));
	}

	/**
	 * Count the TCP connections, also those whose handshake is not done.
	 * @return how many
	 */
	public int socketCount() {
		return this.node.connections().socketCount();
	}

	/**
	 * Wait until there are as many TCP connections.
	 * @param count exactly how many, may be 0
	 * @param timeout how long to wait at most
	 * @throws AssertionError if it does not happen in time
	 */
	public void awaitSockets(int count, Duration timeout) {
		this.node.expectations().awaitSockets(count, timeout);
	}

	/**
	 * Stop the node and close all connections.
	 */
	@Override
	public void close() {
		this.node.close();
	}

	private FaultScript faults() {
		return this.node.conditions().faults();
	}

}
