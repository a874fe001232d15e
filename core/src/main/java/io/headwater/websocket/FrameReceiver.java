package io.headwater.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes what a {@link FrameReader} reads, on the reader thread. Buffers are valid only
 * during the call.
 */
interface FrameReceiver {

	/**
	 * Return how long a message may be.
	 * @param text whether it is text, or binary
	 * @return the greatest length in bytes
	 * @throws ProtocolException if no such message is accepted at all
	 */
	int limit(boolean text) throws ProtocolException;

	/**
	 * Whether the parts of a message may be handed over before it has come to its end,
	 * when it is longer than the buffer.
	 */
	boolean takesParts();

	/**
	 * Take a message or a part of one.
	 * @param bytes what it says; of a text, a part may end within a character
	 * @param last whether the message ends here
	 */
	void message(ByteBuffer bytes, boolean last);

	/**
	 * Take a ping or a pong.
	 * @param opcode which one
	 * @param body what it says, at most 125 bytes
	 * @throws IOException if a ping could not be answered
	 */
	void control(int opcode, ByteBuffer body) throws IOException;

}
