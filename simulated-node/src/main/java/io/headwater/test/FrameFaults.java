package io.headwater.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Faults in WebSocket frames, for any moment from {@link Moment#OPEN} on.
 */
public final class FrameFaults {

	private static final int MASKED = 0x80;

	private static final int RSV1 = 0x40;

	private static final int MEGABYTE = 1024 * 1024;

	private FrameFaults() {
	}

	/**
	 * Send any frame, also one that must not be.
	 * @param firstByte the bits FIN, RSV1 to RSV3 and the opcode, such as 0x83 for a
	 * whole message of the unknown opcode 3
	 * @param payload what it carries
	 * @return the fault
	 */
	public static Fault frame(int firstByte, byte... payload) {
		return Faults.bytes(FrameEncoder.encode(firstByte, payload));
	}

	/**
	 * Send the message that is due under other bits.
	 * @param firstByte the bits FIN, RSV1 to RSV3 and the opcode, such as 0x82 for a
	 * binary message
	 * @return the fault
	 */
	public static Fault dueAs(int firstByte) {
		return (wire) -> wire.write(FrameEncoder.encode(firstByte, utf8(wire.text())));
	}

	/**
	 * Send the message that is due in fragments, as a node may.
	 * @param size the bytes of a fragment, at least 1
	 * @return the fault
	 */
	public static Fault fragmented(int size) {
		return (wire) -> {
			byte[] text = utf8(wire.text());
			ByteBuffer left = ByteBuffer.wrap(text);
			do {
				int opcode = (left.position() == 0) ? Frame.TEXT : Frame.CONTINUATION;
				byte[] part = new byte[Math.min(size, left.remaining())];
				left.get(part);
				wire.write(FrameEncoder.encode(new Frame(!left.hasRemaining(), opcode, part)));
			}
			while (left.hasRemaining());
		};
	}

	/**
	 * Begin a message and never end it.
	 * @param part the text of each fragment
	 * @return the fault, which ends with the connection
	 */
	public static Fault endlessFragments(String part) {
		return frame(Frame.TEXT, utf8(part)).then(frame(Frame.CONTINUATION, utf8(part)).forever());
	}

	/**
	 * Send a frame that is not as long as it says.
	 * @param declared the length in its header; negative ones are illegal
	 * @param sent how many bytes follow
	 * @return the fault
	 */
	public static Fault lyingLength(long declared, int sent) {
		return Faults.bytes(FrameEncoder.header(FrameEncoder.FIN | Frame.TEXT, declared))
			.then(Faults.bytes(" ".repeat(sent).getBytes(StandardCharsets.US_ASCII)));
	}

	/**
	 * Send a frame that never ends.
	 * @return the fault, which ends with the connection
	 */
	public static Fault endlessFrame() {
		return lyingLength(Long.MAX_VALUE, 0).then(Faults.bytes(new byte[64 * 1024]).forever());
	}

	/**
	 * Send the message that is due masked, as only clients must do.
	 * @return the fault
	 */
	public static Fault masked() {
		return (wire) -> {
			byte[] text = utf8(wire.text());
			byte[] frame = FrameEncoder.header(FrameEncoder.FIN | Frame.TEXT, text.length);
			frame[1] |= (byte) MASKED;
			// A mask of zeros leaves the payload as it is.
			wire.write(ByteBuffer.allocate(frame.length + 4 + text.length).put(frame).putInt(0).put(text).array());
		};
	}

	/**
	 * Send a text that is not UTF-8.
	 * @return the fault
	 */
	public static Fault brokenUtf8() {
		return frame(FrameEncoder.FIN | Frame.TEXT, new byte[] { '"', (byte) 0xC3, '(', '"' });
	}

	/**
	 * Send a compressed message (RFC 7692), small on the wire, of one text as long as
	 * asked.
	 * @param megabytes its length when inflated, in 1,048,576 bytes
	 * @return the fault
	 */
	public static Fault deflateBomb(int megabytes) {
		return frame(FrameEncoder.FIN | RSV1 | Frame.TEXT, deflated(megabytes));
	}

	/**
	 * Send a close frame, and go on as if nothing had happened.
	 * @param code the status, also one that must not be sent
	 * @param reason why; longer than 123 bytes of UTF-8 is illegal
	 * @return the fault
	 */
	public static Fault close(int code, String reason) {
		byte[] text = utf8(reason);
		return frame(FrameEncoder.FIN | Frame.CLOSE,
				ByteBuffer.allocate(Short.BYTES + text.length).putShort((short) code).put(text).array());
	}

	/**
	 * Send a ping.
	 * @param length how many bytes it carries; more than 125 are illegal
	 * @return the fault
	 */
	public static Fault ping(int length) {
		return frame(FrameEncoder.FIN | Frame.PING, new byte[length]);
	}

	private static byte[] deflated(int megabytes) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		ByteArrayOutputStream result = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = new DeflaterOutputStream(result, deflater)) {
			byte[] zeros = "0".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; i < megabytes; i++) {
				out.write(zeros);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			deflater.end();
		}
		return result.toByteArray();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
