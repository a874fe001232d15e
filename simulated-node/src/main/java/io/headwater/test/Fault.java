package io.headwater.test;

import java.io.IOException;

/**
 * What a {@link ChaosNode} writes in place of what is due. A value without state of its
 * own: it may be played over several connections, also at the same time. Ready-made ones
 * are in {@link Faults}, {@link HandshakeFaults}, {@link FrameFaults} and
 * {@link MessageFaults}.
 */
@FunctionalInterface
public interface Fault {

	/**
	 * Write. Called on the thread that writes to the client, so nothing else is written
	 * before this returns; afterwards the connection goes on as usual, unless it was
	 * ended.
	 * @param wire what leads to the client
	 * @throws IOException if the connection has ended
	 * @throws InterruptedException if the connection is given up meanwhile
	 */
	void play(Wire wire) throws IOException, InterruptedException;

	/**
	 * Make a fault of this one and another after it.
	 * @param next the other one, played with the same due
	 * @return both
	 */
	default Fault then(Fault next) {
		return (wire) -> {
			play(wire);
			next.play(wire);
		};
	}

	/**
	 * Make a fault that plays this one several times.
	 * @param count how often, may be 0
	 * @return the repetition
	 */
	default Fault times(int count) {
		return (wire) -> {
			for (int i = 0; i < count; i++) {
				play(wire);
			}
		};
	}

	/**
	 * Make a fault that plays this one until the connection ends.
	 * @return the repetition; this fault must write or wait
	 */
	default Fault forever() {
		return (wire) -> {
			while (wire.isOpen()) {
				play(wire);
			}
		};
	}

}
