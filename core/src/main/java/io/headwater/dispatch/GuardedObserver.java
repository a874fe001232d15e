package io.headwater.dispatch;

import io.headwater.ChainEvent;
import io.headwater.support.ObserverFailures;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to itself what an observer throws, since no event may be lost to its being
 * counted. Each method calls it by itself, as a function made for a call would cost every
 * event its bytes.
 */
final class GuardedObserver implements DispatchObserver {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	private final DispatchObserver observer;

	private final ObserverFailures failures = new ObserverFailures(logger, "deliveries");

	GuardedObserver(DispatchObserver observer) {
		this.observer = observer;
	}

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		try {
			this.observer.delivering(event, attempt, latencyNanos);
		}
		catch (Throwable ex) {
			this.failures.failed(this.observer, ex);
		}
	}

	@Override
	public void delivered(ChainEvent event, @Nullable Throwable failure) {
		try {
			this.observer.delivered(event, failure);
		}
		catch (Throwable ex) {
			this.failures.failed(this.observer, ex);
		}
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		try {
			this.observer.listenerCalled(event, listener);
		}
		catch (Throwable ex) {
			this.failures.failed(this.observer, ex);
		}
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
		try {
			this.observer.listenerFinished(event, listener, nanos, outcome, failure);
		}
		catch (Throwable ex) {
			this.failures.failed(this.observer, ex);
		}
	}

	@Override
	public void failed(ChainEvent event, Throwable failure) {
		try {
			this.observer.failed(event, failure);
		}
		catch (Throwable ex) {
			this.failures.failed(this.observer, ex);
		}
	}

	@Override
	public void abandoned(ChainEvent event, @Nullable String listener) {
		try {
			this.observer.abandoned(event, listener);
		}
		catch (Throwable ex) {
			this.failures.failed(this.observer, ex);
		}
	}

}
