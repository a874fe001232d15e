package io.headwater.websocket;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Looks up the addresses of a host, which may take its time.
 */
@FunctionalInterface
interface HostResolver {

	/**
	 * Return the addresses of a host.
	 * @param host its name or address
	 * @return all its addresses, at least one, in the order in which to try them
	 * @throws UnknownHostException if it has none
	 */
	InetAddress[] resolve(String host) throws UnknownHostException;

}
