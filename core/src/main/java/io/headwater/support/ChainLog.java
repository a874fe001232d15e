package io.headwater.support;

import java.util.OptionalInt;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The log of one chain: each line begins with the chain, and of one kind there is one in
 * ten seconds.
 */
public final class ChainLog {

	/** What streams and their links log under, whichever class says it. */
	public static final String CATEGORY = "io.headwater.stream.HeadStream";

	private static final Log logger = LogFactory.getLog(CATEGORY);

	private final String chain;

	private final LogThrottle throttle;

	public ChainLog(String chain, LongSupplier nanoTime) {
		this.chain = chain;
		this.throttle = new LogThrottle(nanoTime);
	}

	/**
	 * Tell of something that may be wrong.
	 * @param kind what the line is about; made by us, never text of a node
	 */
	public void warn(String kind, String text) {
		this.throttle.pass(kind).ifPresent((heldBack) -> logger.warn(line(text, heldBack)));
	}

	/**
	 * Tell of something that is as it should be.
	 * @param kind what the line is about; made by us, never text of a node
	 */
	public void info(String kind, String text) {
		this.throttle.pass(kind).ifPresent((heldBack) -> logger.info(line(text, heldBack)));
	}

	/**
	 * Tell of something that somebody has to look at.
	 * @param kind what the line is about; made by us, never text of a node
	 * @param failure what was thrown, or {@code null}
	 */
	public void error(String kind, String text, @Nullable Throwable failure) {
		OptionalInt heldBack = this.throttle.pass(kind);
		if (heldBack.isPresent()) {
			logger.error(line(text, heldBack.getAsInt()), (failure != null) ? Thrown.printable(failure) : null);
		}
	}

	/** Tell of a detail; such lines are not held back. */
	public void debug(String text) {
		if (logger.isDebugEnabled()) {
			logger.debug(line(text, 0));
		}
	}

	private String line(String text, int heldBack) {
		return line(this.chain, text) + LogThrottle.heldBack(heldBack);
	}

	/**
	 * Begin a line as this log does, for lines that are not to be held back or that are
	 * of another category.
	 */
	public static String line(String chain, String text) {
		return "[" + chain + "] " + text;
	}

}
