package io.headwater.node;

import io.headwater.transport.NodeEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * How a node of a stream stands.
 *
 * @param address scheme, host and port; no secret
 * @param followed whether its heads are delivered now
 * @param preferred whether it is the first of the configured nodes
 * @param number the number of the newest head that it told, or {@code null} if it told
 * none
 * @param lag how many heads it was behind the others when it was last compared with them,
 * or {@code null} if it never was
 * @param behind whether it is more than {@code node-lag} heads below what another node
 * told last
 * @param syncing whether it said so when it was connected, and has announced no head
 * since
 * @param lastEnd why it is not followed, or {@code null} if it is, or was never tried
 */
public record NodeStatus(String address, boolean followed, boolean preferred, @Nullable Long number, @Nullable Long lag,
		boolean behind, boolean syncing, @Nullable ConnectionEnd lastEnd) {

	/**
	 * Tell of a node of a stream that does not run.
	 * @param endpoint the node
	 * @param preferred whether it is the first of the configured nodes
	 * @return a status with no more than that
	 */
	public static NodeStatus unknown(NodeEndpoint endpoint, boolean preferred) {
		return new NodeStatus(endpoint.toString(), false, preferred, null, null, false, false, null);
	}

}
