package io.headwater.observability;

import java.util.Locale;

import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Every observation of Headwater: its name and its keys.
 */
public enum HeadwaterObservations implements ObservationDocumentation {

	/** One attempt to deliver an event to all listeners that have not finished it. */
	DELIVERY("headwater.delivery", DefaultDeliveryObservationConvention.class, Tag.CHAIN, Tag.EVENT) {

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKey.values();
		}

	},

	/**
	 * The call of one listener, within a delivery. It takes the place of the timer of the
	 * same name.
	 */
	LISTENER(HeadwaterMeters.LISTENER_LATENCY.getName(), DefaultListenerObservationConvention.class,
			HeadwaterMeters.LISTENER_LATENCY.getKeyNames());

	private final String observationName;

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	private final KeyName[] lowCardinalityKeys;

	HeadwaterObservations(String observationName,
			Class<? extends ObservationConvention<? extends Observation.Context>> convention,
			KeyName... lowCardinalityKeys) {
		this.observationName = observationName;
		this.convention = convention;
		this.lowCardinalityKeys = lowCardinalityKeys;
	}

	@Override
	public String getName() {
		return this.observationName;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return this.lowCardinalityKeys.clone();
	}

	/** Keys of spans alone, since they have many values. */
	public enum HighCardinalityKey implements KeyName {

		/** Which attempt it is, 1 for the first. */
		ATTEMPT,

		/** The number of the head that the event tells, if it tells one. */
		HEAD_NUMBER,

		/** The hash of the head that the event tells, if it tells one. */
		HEAD_HASH;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '.');
		}

		@Override
		public boolean isRequired() {
			return this == ATTEMPT;
		}

	}

}
