package io.headwater.checkpoint;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

import io.headwater.logging.LogThrottle;
import io.headwater.logging.Thrown;
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
		this.observer.failed(this.key, call, failure);
		String then = (call == StoreCall.RELEASE) ? "others wait until the lease has run out" : "it is asked again";
		warn(call.name(), "The store of checkpoints failed to " + call.name().toLowerCase(Locale.ROOT) + ", and " + then
				+ ": " + Thrown.inOneLine(failure));
		if (logger.isDebugEnabled()) {
			logger.debug("The store of checkpoints failed", Thrown.printable(failure));
		}
	}

	void paused(long unsaved) {
		warn("paused", "Delivery waits for the store of checkpoints: " + unsaved + " steps are not saved");
	}

	private void warn(String kind, String line) {
		OptionalInt heldBack = this.throttle.pass(kind);
		if (heldBack.isPresent()) {
			logger.warn("[" + this.key.chain() + "] " + line + LogThrottle.heldBack(heldBack.getAsInt()));
		}
	}

}
