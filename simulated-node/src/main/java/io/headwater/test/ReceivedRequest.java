package io.headwater.test;

/**
 * A JSON-RPC call that a {@link SimulatedNode} received.
 *
 * @param connection which connection of the node it came over, counted from 0 over the
 * life of the node
 * @param method the name of the method
 * @param params the parameters as JSON text; {@code []} if there were none
 */
public record ReceivedRequest(int connection, String method, String params) {
}
