package io.headwater.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the nodes of each chain are. A bean of this type takes the place of the node
 * properties, as a test does that starts a node of its own.
 */
public interface NodeConnectionDetails extends ConnectionDetails {

	/**
	 * Return the nodes.
	 * @return for each chain, by its configured name, its nodes in order of preference
	 */
	Map<String, List<Node>> nodes();

	/**
	 * One node. Its text form shows no secret.
	 *
	 * @param url the address of the node's WebSocket, of scheme {@code ws} or {@code wss}
	 * @param headers the headers to add to the handshake, by name
	 */
	record Node(String url, Map<String, String> headers) {

		public Node {
			headers = Map.copyOf(headers);
		}

		/**
		 * Create a node without headers.
		 * @param url the address of the node's WebSocket
		 */
		public Node(String url) {
			this(url, Map.of());
		}

		@Override
		public String toString() {
			return "Node[url ******, headers " + this.headers.keySet() + "]";
		}

	}

}
