package io.headwater.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import io.headwater.support.Thrown;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The delivery of one event, attempt by attempt, with what each listener has made of it.
 * A listener finds it by the publisher's thread, since nothing else leads from a
 * publisher through Spring's multicaster to a listener.
 */
final class Delivery {

	private static final ThreadLocal<@Nullable Delivery> CURRENT = new ThreadLocal<>();

	private final ChainEvent event;

	private final long receivedNanos;

	private final DeliveryMonitor monitor;

	private final boolean unit;

	/** Compared by identity, in the order of the calls. */
	private final List<IsolatedListener> finished;

	private final Deliverer.@Nullable Retries retries;

	private Map<IsolatedListener, ListenerFailure> failed = Map.of();

	/** What was thrown out of the publication, by a listener that is not isolated. */
	private @Nullable ListenerFailure escaped;

	private @Nullable IsolatedListener next;

	private int attempts;

	/** Whether every listener was called, so that the failed ones alone are left. */
	private boolean published;

	/**
	 * Create the delivery of an event.
	 * @param unit whether the first failure ends the attempt
	 * @param finished to note who has finished it, empty
	 * @param retries the attempts at it, or {@code null} if there is one only
	 */
	Delivery(ChainEvent event, long receivedNanos, DeliveryMonitor monitor, boolean unit,
			List<IsolatedListener> finished, Deliverer.@Nullable Retries retries) {
		this.event = event;
		this.receivedNanos = receivedNanos;
		this.monitor = monitor;
		this.unit = unit;
		this.finished = finished;
		this.retries = retries;
	}

	/** Return the delivery of an event, {@code null} if somebody else published it. */
	static @Nullable Delivery of(Object event) {
		Delivery current = CURRENT.get();
		return (current != null && current.event == event) ? current : null;
	}

	/**
	 * Return the delivery that calls a listener. It calls it once: what reaches the
	 * listener while it runs is published by somebody else.
	 * @return the delivery, or {@code null} if the listener is called by somebody else
	 */
	static @Nullable Delivery calling(IsolatedListener listener) {
		Delivery current = CURRENT.get();
		if (current == null || current.next != listener) {
			return null;
		}
		current.next = null;
		return current;
	}

	/**
	 * Call the listeners that have not finished the event. Those that are not isolated
	 * can be called again only together, by another publication.
	 */
	void attempt(ApplicationEventPublisher events) {
		this.attempts++;
		this.monitor.attempting(this.event, this.attempts, this.receivedNanos);
		CURRENT.set(this);
		try {
			if (!this.published || this.escaped != null) {
				publish(events);
			}
			else {
				List.copyOf(this.failed.keySet()).forEach((listener) -> listener.onApplicationEvent(this.event));
			}
		}
		finally {
			CURRENT.remove();
			this.monitor.attempted(this.event, isFinished() ? null : failures().get(0).thrown());
		}
	}

	private void publish(ApplicationEventPublisher events) {
		ListenerFailure earlier = this.escaped;
		this.escaped = null;
		try {
			events.publishEvent(this.event);
		}
		catch (Throwable ex) {
			if (!(this.unit && !this.failed.isEmpty())) {
				this.escaped = ListenerFailure.after(earlier, null, ex);
				failed(this.escaped);
			}
		}
		this.published = true;
	}

	/** Return whether the listener is to be called at all. */
	boolean begin(IsolatedListener listener) {
		if (this.attempts > 1 && this.finished.contains(listener)) {
			return false;
		}
		this.next = listener;
		return true;
	}

	void finished(IsolatedListener listener) {
		this.next = null;
		this.finished.add(listener);
		if (!this.failed.isEmpty()) {
			this.failed.remove(listener);
		}
	}

	/**
	 * A listener has failed. It keeps the event from the others only where the whole step
	 * will be undone.
	 */
	void failed(IsolatedListener listener, Throwable failure) {
		this.next = null;
		if (this.failed.isEmpty()) {
			this.failed = new LinkedHashMap<>();
		}
		failed(Objects.requireNonNull(this.failed.compute(listener,
				(key, earlier) -> ListenerFailure.after(earlier, listener.name(), failure))));
		if (this.unit) {
			throw unfinished();
		}
	}

	private void failed(ListenerFailure failure) {
		this.monitor.failed(this.event, failure, (this.retries != null)
				? this.retries.outlook(this.event, this.unit, failure.thrown())
				: new ListenerFailures.Outlook(1, 1L, null, false, !(this.event instanceof ListenerFailedEvent)));
	}

	long listenerCalled(String listener) {
		return this.monitor.listenerCalled(this.event, listener);
	}

	void listenerFinished(String listener, long startedNanos, @Nullable Throwable failure) {
		this.monitor.listenerFinished(this.event, listener, startedNanos, failure);
	}

	ChainEvent event() {
		return this.event;
	}

	long receivedNanos() {
		return this.receivedNanos;
	}

	boolean isFinished() {
		return this.failed.isEmpty() && this.escaped == null;
	}

	/** Return the failures that are left, in the order of the calls. */
	List<ListenerFailure> failures() {
		List<ListenerFailure> failures = new ArrayList<>(this.failed.values());
		if (this.escaped != null) {
			failures.add(this.escaped);
		}
		return failures;
	}

	/** Return the reason why the event is unfinished. */
	StepUnfinishedException unfinished() {
		List<ListenerFailure> failures = failures();
		ListenerFailure first = failures.get(0);
		return new StepUnfinishedException(
				first.describe(this.event)
						+ ((failures.size() > 1) ? ", and " + (failures.size() - 1) + " more failed on it" : ""),
				Thrown.printable(first.thrown()));
	}

}
