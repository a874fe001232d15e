package io.headwater.support;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an observer throws is heard of, but does not fill the log.
 */
class ObserverFailuresTests {

	private final List<String> lines = new ArrayList<>();

	private final ObserverFailures failures = new ObserverFailures(recording(), "streams");

	@Test
	void onlyTheFirstFailureOfEachObserverIsAnError() {
		Object first = new Object();
		for (Object observer : List.of(first, first, "second", first)) {
			this.failures.failed(observer, new IllegalStateException("expected by a test"));
		}
		assertThat(this.lines).containsExactly(
				"error An observer of streams has failed (java.lang.Object); further failures are logged at DEBUG",
				"debug An observer of streams has failed (java.lang.Object), 2 times by now",
				"error An observer of streams has failed (java.lang.String); further failures are logged at DEBUG",
				"debug An observer of streams has failed (java.lang.Object), 3 times by now");
	}

	private Log recording() {
		return (Log) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Log.class },
				(proxy, method, arguments) -> {
					if (arguments == null) {
						return true;
					}
					this.lines.add(method.getName() + " " + arguments[0]);
					return null;
				});
	}

}
