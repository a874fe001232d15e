package io.headwater.dispatch;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Clock;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.support.Thrown;
import org.jspecify.annotations.Nullable;

/**
 * A listener that has failed on an event.
 *
 * @param listener its name, or {@code null} if it is not isolated
 */
record ListenerFailure(@Nullable String listener, Throwable thrown, int attempts) {

	static String who(@Nullable String listener) {
		return (listener != null) ? "Listener " + listener : "A listener that is no @EventListener method";
	}

	static ListenerFailure after(@Nullable ListenerFailure earlier, @Nullable String listener, Throwable thrown) {
		return new ListenerFailure(listener, unwrapped(thrown), (earlier != null) ? earlier.attempts() + 1 : 1);
	}

	/** Spring wraps a checked exception of a listener, which says nothing by itself. */
	private static Throwable unwrapped(Throwable thrown) {
		Throwable cause = (thrown instanceof UndeclaredThrowableException) ? thrown.getCause() : null;
		return (cause != null) ? cause : thrown;
	}

	String who() {
		return who(this.listener);
	}

	String describe(ChainEvent event) {
		return who() + " failed on " + ListenerFailures.subject(event)
				+ ((this.attempts > 1) ? " " + this.attempts + " times" : "") + " (" + this.thrown.getClass().getName()
				+ ")";
	}

	ListenerFailedEvent toEvent(ChainEvent event, Clock clock) {
		return new ListenerFailedEvent(event, this.listener, this.thrown.getClass().getName(),
				Thrown.message(this.thrown), this.attempts, clock);
	}

}
