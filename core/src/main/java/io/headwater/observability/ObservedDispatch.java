package io.headwater.observability;

import io.headwater.ChainEvent;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.ListenerOutcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each delivery, and within it of each call of a listener. Both
 * have their scope on the publisher's thread, so that what a listener does belongs to its
 * own observation.
 */
public final class ObservedDispatch implements DispatchObserver {

	private final ObservationRegistry registry;

	private final @Nullable DeliveryObservationConvention deliveryConvention;

	private final @Nullable ListenerObservationConvention listenerConvention;

	private final DeliveryObservationConvention defaultDeliveryConvention = new DefaultDeliveryObservationConvention();

	private final ListenerObservationConvention defaultListenerConvention = new DefaultListenerObservationConvention();

	/** By thread: one that did not end in time may meet the one after a new start. */
	private final ThreadLocal<Running> running = ThreadLocal.withInitial(Running::new);

	/**
	 * Create the observations.
	 * @param deliveryConvention names and keys of deliveries, or {@code null} for the
	 * default ones
	 * @param listenerConvention names and keys of calls of listeners, or {@code null} for
	 * the default ones
	 */
	public ObservedDispatch(ObservationRegistry registry, @Nullable DeliveryObservationConvention deliveryConvention,
			@Nullable ListenerObservationConvention listenerConvention) {
		this.registry = registry;
		this.deliveryConvention = deliveryConvention;
		this.listenerConvention = listenerConvention;
	}

	/** Return whether anybody takes the observations. */
	public boolean isNoop() {
		return this.registry.isNoop();
	}

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		Observation observation = HeadwaterObservations.DELIVERY.observation(this.deliveryConvention,
				this.defaultDeliveryConvention, () -> new DeliveryObservationContext(event, attempt), this.registry);
		this.running.get().delivery = new Scoped(observation.start());
	}

	@Override
	public void delivered(ChainEvent event, @Nullable Throwable failure) {
		Scoped delivery = this.running.get().delivery;
		this.running.remove();
		if (delivery != null) {
			delivery.end(failure);
		}
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		ListenerObservationContext context = new ListenerObservationContext(event, listener);
		Observation observation = HeadwaterObservations.LISTENER.observation(this.listenerConvention,
				this.defaultListenerConvention, () -> context, this.registry);
		Running running = this.running.get();
		running.context = context;
		running.listener = new Scoped(observation.start());
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
		Running running = this.running.get();
		Scoped call = running.listener;
		running.listener = null;
		if (running.context != null) {
			running.context.setOutcome(outcome);
		}
		if (call != null) {
			call.end(failure);
		}
	}

	/** What runs on one thread. */
	private static final class Running {

		private @Nullable Scoped delivery;

		private @Nullable Scoped listener;

		private @Nullable ListenerObservationContext context;

	}

	/** A started observation, and its scope. */
	private static final class Scoped {

		private final Observation observation;

		private final Observation.Scope scope;

		Scoped(Observation observation) {
			this.observation = observation;
			this.scope = observation.openScope();
		}

		void end(@Nullable Throwable failure) {
			try {
				if (failure != null) {
					this.observation.error(failure);
				}
			}
			finally {
				this.scope.close();
				this.observation.stop();
			}
		}

	}

}
