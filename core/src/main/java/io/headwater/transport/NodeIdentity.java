package io.headwater.transport;

/**
 * Which node is meant. It shows no secret.
 *
 * @param chain the configured name of its chain
 * @param index its place among the nodes of the chain, from 0
 * @param address its scheme, host and, where given, port
 */
public record NodeIdentity(String chain, int index, String address) {
}
