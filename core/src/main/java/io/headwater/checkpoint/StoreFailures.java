package io.headwater.checkpoint;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

import io.headwater.support.ChainLog;
import io.headwater.support.LogThrottle;
import io.headwater.support.Thrown;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts and logs what fails at a store, at most one line of a kind in ten seconds.
 */
final class StoreFailures {

	private static final Log logger = LogFactory.getLog(CheckpointSession.class);

	private final CheckpointKey key;

	private final CheckpointObserver observer;

	private final LogThrottle throttle;

	StoreFailures(CheckpointKey key, CheckpointObserver observer, LongSupplier nanoTime) {
		this.key = key;
		this.observer = observer;
		this.throttle = new LogThrottle(nanoTime);
	}

	void failed(StoreCall call, Throwable failure) {
		try {
			this.observer.failed(this.key, call, failure);
			String then = (call == StoreCall.RELEASE) ? "others wait until the lease has run out" : "it is asked again";
			warn(call.name(), "The store of checkpoints failed to " + call.name().toLowerCase(Locale.ROOT) + ", and "
					+ then + ": " + Thrown.inOneLine(failure));
			if (logger.isDebugEnabled()) {
				logger.debug("The store of checkpoints failed", Thrown.printable(failure));
			}
		}
		catch (Throwable ex) {
			notLogged(ex);
		}
	}

	/** Delivery could not begin, though the checkpoint was loaded. */
	void notBegun(Throwable failure) {
		try {
			warn("begin", "Delivery could not begin, which is tried again: " + Thrown.inOneLine(failure));
			if (logger.isDebugEnabled()) {
				logger.debug("Delivery could not begin", Thrown.printable(failure));
			}
		}
		catch (Throwable ex) {
			notLogged(ex);
		}
	}

	void paused(long unsaved) {
		try {
			warn("paused", "Delivery waits for the store of checkpoints: " + unsaved + " steps are not saved");
		}
		catch (Throwable ex) {
			notLogged(ex);
		}
	}

	/** Whoever logs a failure goes on, even without memory for a line. */
	private static void notLogged(Throwable ex) {
		try {
			logger.error("A failure at the store of checkpoints could not be logged", ex);
		}
		catch (Throwable again) {
			ex.addSuppressed(again);
		}
	}

	private void warn(String kind, String line) {
		OptionalInt heldBack = this.throttle.pass(kind);
		if (heldBack.isPresent()) {
			logger.warn(ChainLog.line(this.key.chain(), line + LogThrottle.heldBack(heldBack.getAsInt())));
		}
	}

}
