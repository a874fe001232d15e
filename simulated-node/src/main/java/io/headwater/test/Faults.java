package io.headwater.test;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Faults for any moment: in what way, and how far, what is due is written.
 */
public final class Faults {

	private Faults() {
	}

	/**
	 * Write what is due, unchanged: for what comes before or after it.
	 * @return the fault
	 */
	public static Fault due() {
		return (wire) -> wire.write(wire.due());
	}

	/**
	 * Leave out what is due.
	 * @return the fault
	 */
	public static Fault nothing() {
		return (wire) -> {
		};
	}

	/**
	 * Write nothing more, though the socket stays open, until the client goes.
	 * @return the fault
	 */
	public static Fault hang() {
		return Wire::hang;
	}

	/**
	 * End the direction to the client (TCP FIN), without a close frame.
	 * @return the fault
	 */
	public static Fault end() {
		return Wire::end;
	}

	/**
	 * Break the connection (TCP RST), without a close frame.
	 * @return the fault
	 */
	public static Fault reset() {
		return Wire::reset;
	}

	/**
	 * Write nothing for a time, then go on.
	 * @param time how long
	 * @return the fault
	 */
	public static Fault pause(Duration time) {
		return (wire) -> wire.pause(time);
	}

	/**
	 * Write the beginning of what is due.
	 * @param count how many bytes, all of them if there are not so many
	 * @return the fault, after which the connection goes on unless it is ended
	 */
	public static Fault firstBytes(int count) {
		return (wire) -> {
			byte[] due = wire.due();
			wire.write(due, 0, Math.min(count, due.length));
		};
	}

	/**
	 * Write what is due byte by byte.
	 * @param interval the time between two bytes
	 * @return the fault
	 */
	public static Fault drip(Duration interval) {
		return inPieces(1, interval);
	}

	/**
	 * Write what is due piece by piece.
	 * @param size the bytes of a piece, at least 1
	 * @param interval the time between two pieces
	 * @return the fault
	 */
	public static Fault inPieces(int size, Duration interval) {
		return (wire) -> {
			byte[] due = wire.due();
			for (int from = 0; from < due.length; from += size) {
				wire.write(due, from, Math.min(size, due.length - from));
				wire.pause(interval);
			}
		};
	}

	/**
	 * Write some bytes as they are.
	 * @param bytes what is written
	 * @return the fault
	 */
	public static Fault bytes(byte... bytes) {
		byte[] copy = bytes.clone();
		return (wire) -> wire.write(copy);
	}

	/**
	 * Write a text message.
	 * @param text the message, JSON or not
	 * @return the fault
	 */
	public static Fault text(String text) {
		return bytes(FrameEncoder.encode(Frame.text(text)));
	}

	/**
	 * Write the message that is due, but with another text.
	 * @param change makes the text that is written from the one that is due
	 * @return the fault
	 */
	public static Fault rewritten(UnaryOperator<String> change) {
		return (wire) -> wire.send(change.apply(wire.text()));
	}

}
