package io.headwater.benchmarks.feed;

import java.nio.charset.StandardCharsets;

/**
 * WebSocket frames that announce heads, one after another in one buffer, serialised once:
 * a batch is made the next one where it stands.
 */
final class Announcements {

	static final int BATCH = 64;

	private final byte[] buffer;

	private final int frameLength;

	private final int headOffset;

	/**
	 * Create the announcements of a subscription.
	 * @param subscription its id
	 */
	Announcements(String subscription) {
		String before = "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\""
				+ subscription + "\",\"result\":";
		byte[] frame = Frames.text((before + HeadText.of(FeedChain.FIRST) + "}}").getBytes(StandardCharsets.US_ASCII));
		this.frameLength = frame.length;
		this.headOffset = frame.length - 2 - HeadText.LENGTH;
		this.buffer = new byte[BATCH * frame.length];
		for (int i = 0; i < BATCH; i++) {
			System.arraycopy(frame, 0, this.buffer, i * frame.length, frame.length);
		}
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
