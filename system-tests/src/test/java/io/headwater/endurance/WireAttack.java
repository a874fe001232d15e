package io.headwater.endurance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a hostile node can try below JSON-RPC, each until the client goes or the test has
 * seen enough.
 */
enum WireAttack implements Behaviour {

	ENDLESS_FRAGMENTS((connection) -> {
		connection.shakeHands();
		connection.write(Frames.part(Frames.TEXT, Frames.LONG_PART));
		connection.writeWithoutEnd(Frames.part(Frames.CONTINUATION, Frames.LONG_PART));
	}),

	EMPTY_FRAGMENTS((connection) -> {
		connection.shakeHands();
		connection.write(Frames.part(Frames.TEXT, Frames.NOTHING));
		connection.writeWithoutEnd(Frames.many(Frames.part(Frames.CONTINUATION, Frames.NOTHING), 1000));
	}),

	FRAME_WITHOUT_END((connection) -> {
		connection.shakeHands();
		connection.write(Frames.frame(Frames.LAST | Frames.TEXT, Long.MAX_VALUE, Frames.LONG_PART));
		connection.writeWithoutEnd(Frames.LONG_PART);
	}),

	HUGE_LENGTH_AND_SILENCE((connection) -> {
		connection.shakeHands();
		connection.write(Frames.frame(Frames.LAST | Frames.TEXT, Long.MAX_VALUE, new byte[] { '{', '"' }));
		connection.awaitEnd();
	}),

	HANDSHAKE_IN_DRIPS((connection) -> {
		for (byte next : ascii(connection.answer(connection.readRequest()))) {
			connection.write(new byte[] { next });
			connection.pause(Duration.ofMillis(200));
		}
	}),

	HANDSHAKE_WITHOUT_END((connection) -> {
		connection.readRequest();
		connection.write(ascii("HTTP/1.1 101 Switching Protocols\r\n"));
		connection.writeWithoutEnd(Frames.many(ascii("X-Header: value\r\n"), 1000));
	}),

	ACCEPT_THEN_RESET(HostileConnection::close),

	OPEN_THEN_RESET(HostileConnection::shakeHands),

	GARBAGE_CLOSE_REASONS((connection) -> {
		connection.shakeHands();
		connection.relay(1);
		byte[] close = new byte[ThreadLocalRandom.current().nextInt(126)];
		ThreadLocalRandom.current().nextBytes(close);
		connection.write(Frames.last(Frames.CLOSE, close));
		connection.awaitEnd();
	}),

	PINGS_WHOSE_PONGS_NOBODY_READS((connection) -> {
		connection.write(ascii(connection.answer(connection.readRequest())));
		connection.writeWithoutEnd(Frames.many(Frames.last(Frames.PING, new byte[125]), 100));
	});

	private final Behaviour behaviour;

	WireAttack(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	@Override
	public void play(HostileConnection connection) throws IOException {
		this.behaviour.play(connection);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
