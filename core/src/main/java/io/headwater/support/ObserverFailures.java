package io.headwater.support;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;

/**
 * What becomes of that which an observer throws, wherever it observes: it keeps nothing
 * from the other observers or from a stream. The first failure of each observer is an
 * error, and later ones are counted and logged at DEBUG, since one that always fails must
 * not fill the disk. Safe to use from any thread.
 */
public final class ObserverFailures {

	private final Log logger;

	private final String kind;

	private final Map<Object, Integer> failures = Collections.synchronizedMap(new IdentityHashMap<>());

	public ObserverFailures(Log logger, String kind) {
		this.logger = logger;
		this.kind = kind;
	}

	/** Call observers one after another, whatever each of them throws. */
	public <T> void callEach(List<T> observers, Consumer<T> call) {
		for (T observer : observers) {
			try {
				call.accept(observer);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	public void failed(Object observer, Throwable failure) {
		int times = this.failures.merge(observer, 1, Integer::sum);
		String line = "An observer of " + this.kind + " has failed (" + observer.getClass().getName() + ")";
		if (times == 1) {
			this.logger.error(line + "; further failures are logged at DEBUG", Thrown.printable(failure));
		}
		else if (this.logger.isDebugEnabled()) {
			this.logger.debug(line + ", " + times + " times by now", Thrown.printable(failure));
		}
	}

}
