package io.headwater.endurance;

import java.io.IOException;

/**
 * What a {@link HostileNode} does to a client.
 */
@FunctionalInterface
interface Behaviour {

	/**
	 * Serve one client, on a thread of its own. Its connection ends with this call.
	 * @param connection the connection
	 * @throws IOException if the client is gone
	 */
	void play(HostileConnection connection) throws IOException;

}
