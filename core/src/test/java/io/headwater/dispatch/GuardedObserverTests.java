package io.headwater.dispatch;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An observer that throws harms nobody but itself.
 */
@ExtendWith(OutputCaptureExtension.class)
class GuardedObserverTests {

	private final List<String> calls = new ArrayList<>();

	@Test
	void keepsToItselfWhateverTheObserverThrows() {
		callAll(DispatchObservers.guarded(failing(new NoClassDefFoundError("expected by a test"))));
		assertThat(this.calls).containsExactlyInAnyOrder(callbacks());
	}

	@Test
	void logsOnlyTheFirstFailureAsAnError(CapturedOutput output) {
		DispatchObserver observer = DispatchObservers.guarded(failing(new IllegalStateException("expected by a test")));
		callAll(observer);
		callAll(observer);
		assertThat(this.calls).hasSize(2 * callbacks().length);
		assertThat(output).containsOnlyOnce("ERROR")
			.containsOnlyOnce("An observer of deliveries has failed")
			.containsOnlyOnce("further failures are logged at DEBUG");
	}

	private static void callAll(DispatchObserver observer) {
		observer.delivering(SampleEvents.head(1), 1, 1);
		observer.listenerCalled(SampleEvents.head(1), "a");
		observer.listenerFinished(SampleEvents.head(1), "a", 1, ListenerOutcome.SUCCESS, null);
		observer.delivered(SampleEvents.head(1), null);
		observer.abandoned(SampleEvents.head(1), "a");
		observer.failed(SampleEvents.head(1), new IllegalArgumentException("expected by a test"));
	}

	private static String[] callbacks() {
		return List.of(DispatchObserver.class.getMethods())
			.stream()
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.map(Method::getName)
			.toArray(String[]::new);
	}

	/** A proxy, so that a callback which is added later is guarded too. */
	private DispatchObserver failing(Throwable failure) {
		return (DispatchObserver) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { DispatchObserver.class }, (proxy, method, args) -> {
					this.calls.add(method.getName());
					throw failure;
				});
	}

}
