package io.headwater.transport.tomcat;

import java.util.Map;

import io.headwater.transport.NodeEndpoint;
import jakarta.websocket.WebSocketContainer;

/**
 * Customizes the WebSocket client of a node, such as the user name for an HTTP proxy.
 * Beans of this type are called in their order.
 */
@FunctionalInterface
public interface TomcatClientCustomizer {

	/**
	 * Customize the client of one node. Called whenever the stream of its chain starts,
	 * before the first attempt to connect.
	 * @param node the node
	 * @param container the container, which all nodes of all chains share
	 * @param userProperties the properties of each handshake with this node, by the names
	 * in {@link org.apache.tomcat.websocket.Constants}; Headwater's are there already,
	 * and what is put here takes their place
	 */
	void customize(NodeEndpoint node, WebSocketContainer container, Map<String, Object> userProperties);

}
