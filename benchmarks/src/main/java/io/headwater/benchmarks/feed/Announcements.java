package io.headwater.benchmarks.feed;

import java.nio.charset.StandardCharsets;

/**
 * WebSocket frames that announce heads, one after another in one buffer, serialised once:
 * a batch is made the next one where it stands.
 */
public final class Announcements {

	/** The id of every subscription. */
	public static final String SUBSCRIPTION = "0x9ce59a13059e417087c02d3236a0b1cc";

	static final int BATCH = 64;

	private final byte[] buffer;

	private final int frameLength;

	private final int headOffset;

	Announcements() {
		byte[] frame = Frames.text(message(FeedChain.FIRST));
		this.frameLength = frame.length;
		this.headOffset = frame.length - 2 - HeadText.LENGTH;
		this.buffer = new byte[BATCH * frame.length];
		for (int i = 0; i < BATCH; i++) {
			System.arraycopy(frame, 0, this.buffer, i * frame.length, frame.length);
		}
	}

	/**
	 * Return the message that announces a head.
	 * @param number the head's number
	 * @return its bytes
	 */
	public static byte[] message(long number) {
		return ("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"" + SUBSCRIPTION
				+ "\",\"result\":" + HeadText.of(number) + "}}")
			.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Make the first frames those of the heads from a number on.
	 * @return how many bytes of the buffer they take
	 */
	int stamp(long number, int heads) {
		for (int i = 0; i < heads; i++) {
			HeadText.stamp(number + i, this.buffer, i * this.frameLength + this.headOffset);
		}
		return heads * this.frameLength;
	}

	byte[] buffer() {
		return this.buffer;
	}

}
