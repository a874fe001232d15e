package io.headwater.websocket;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Gives each frame its masking key. RFC 6455 (sections 5.3 and 10.3) wants a fresh one
 * for each frame, from a strong source of entropy, which the other side cannot foretell:
 * otherwise whoever chooses what we send could choose the bytes on the wire and deceive
 * proxies that take them for HTTP. They need not be secret afterwards, since they are
 * sent along. So keys are drawn from a secure source, but many at once, as a system call
 * may be behind it. For one thread at a time.
 */
final class MaskingKeys {

	private static final int KEYS_AT_ONCE = 64;

	private final RandomGenerator random;

	private final ByteBuffer pool = ByteBuffer.allocate(KEYS_AT_ONCE * Integer.BYTES);

	MaskingKeys(RandomGenerator random) {
		this.random = random;
		this.pool.position(this.pool.limit());
	}

	int next() {
		if (!this.pool.hasRemaining()) {
			this.random.nextBytes(this.pool.array());
			this.pool.clear();
		}
		return this.pool.getInt();
	}

}
