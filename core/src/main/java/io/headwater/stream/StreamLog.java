package io.headwater.stream;

import java.util.OptionalInt;
import java.util.function.LongSupplier;

import io.headwater.support.LogThrottle;
import io.headwater.support.Thrown;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The log of one stream: each line begins with the chain, and of one kind there is one in
 * ten seconds.
 */
final class StreamLog {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final String chain;

	private final LogThrottle throttle;

	StreamLog(String chain, LongSupplier nanoTime) {
		this.chain = chain;
		this.throttle = new LogThrottle(nanoTime);
	}

	/**
	 * Tell of something that may be wrong.
	 * @param kind what the line is about; made by us, never text of a node
	 * @param text the line
	 */
	void warn(String kind, String text) {
		this.throttle.pass(kind).ifPresent((heldBack) -> logger.warn(line(text, heldBack)));
	}

	void info(String kind, String text) {
		this.throttle.pass(kind).ifPresent((heldBack) -> logger.info(line(text, heldBack)));
	}

	void error(String kind, String text, @Nullable Throwable failure) {
		OptionalInt heldBack = this.throttle.pass(kind);
		if (heldBack.isPresent()) {
			logger.error(line(text, heldBack.getAsInt()), (failure != null) ? Thrown.printable(failure) : null);
		}
	}

	void debug(String text) {
		if (logger.isDebugEnabled()) {
			logger.debug(line(text, 0));
		}
	}

	private String line(String text, int heldBack) {
		return "[" + this.chain + "] " + text + LogThrottle.heldBack(heldBack);
	}

}
