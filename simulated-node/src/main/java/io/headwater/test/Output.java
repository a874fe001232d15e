package io.headwater.test;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Something that a node has to write to a client.
 *
 * @param moment at which occasion
 * @param text the head of a response or the text of a message; empty for anything else
 * @param raw the bytes, or {@code null} if they are a frame of the text
 * @param played what is written instead in any case, or {@code null}
 */
record Output(Moment moment, String text, byte @Nullable [] raw, @Nullable Fault played) {

	private static final byte[] NOTHING = {};

	static Output response(byte[] head) {
		return new Output(Moment.HANDSHAKE, new String(head, StandardCharsets.ISO_8859_1), head, null);
	}

	static Output nothing(Moment moment) {
		return new Output(moment, "", NOTHING, null);
	}

	static Output message(Moment moment, String text) {
		return new Output(moment, text, null, null);
	}

	static Output control(Moment moment, Frame frame) {
		return new Output(moment, "", FrameEncoder.encode(frame), null);
	}

	static Output played(Fault fault) {
		return new Output(Moment.OTHER, "", NOTHING, fault);
	}

	byte[] bytes() {
		return (this.raw != null) ? this.raw : FrameEncoder.encode(Frame.text(this.text));
	}

}
