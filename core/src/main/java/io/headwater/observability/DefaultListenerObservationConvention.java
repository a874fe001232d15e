package io.headwater.observability;

import io.headwater.dispatch.ListenerOutcome;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.common.KeyValues;

/**
 * The names and keys of {@link HeadwaterObservations#LISTENER}.
 */
public class DefaultListenerObservationConvention implements ListenerObservationConvention {

	/** The keys are needed at the start too, when the outcome is not known. */
	private static final String RUNNING = "running";

	@Override
	public String getName() {
		return HeadwaterObservations.LISTENER.getName();
	}

	@Override
	public String getContextualName(ListenerObservationContext context) {
		return context.getListener();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ListenerObservationContext context) {
		ListenerOutcome outcome = context.getOutcome();
		return KeyValues.of(Tag.CHAIN.withValue(context.getEvent().chain()),
				Tag.LISTENER.withValue(context.getListener()),
				Tag.EVENT.withValue(context.getEvent().getClass().getSimpleName()),
				Tag.OUTCOME.withValue((outcome != null) ? Meters.tagValue(outcome) : RUNNING));
	}

}
