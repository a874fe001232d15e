package io.headwater.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

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
	 * @param sslBundle asked for the SSL bundle before each handshake, so that a bundle
	 * can be reloaded, or {@code null} to trust what the JDK does
	 */
	record Node(String url, Map<String, String> headers, @Nullable Supplier<SslBundle> sslBundle) {

		public Node {
			headers = Map.copyOf(headers);
		}

		/**
		 * Create a node without an SSL bundle.
		 * @param url the address of the node's WebSocket
		 * @param headers the headers to add to the handshake, by name
		 */
		public Node(String url, Map<String, String> headers) {
			this(url, headers, null);
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
