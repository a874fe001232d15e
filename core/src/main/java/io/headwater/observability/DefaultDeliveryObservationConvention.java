package io.headwater.observability;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.FinalizedHeadEvent;
import io.headwater.NewHeadEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.headwater.observability.HeadwaterObservations.HighCardinalityKey;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The names and keys of {@link HeadwaterObservations#DELIVERY}.
 */
public class DefaultDeliveryObservationConvention implements DeliveryObservationConvention {

	@Override
	public String getName() {
		return HeadwaterObservations.DELIVERY.getName();
	}

	@Override
	public String getContextualName(DeliveryObservationContext context) {
		return "deliver " + context.getEvent().getClass().getSimpleName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DeliveryObservationContext context) {
		return KeyValues.of(Tag.CHAIN.withValue(context.getEvent().chain()),
				Tag.EVENT.withValue(context.getEvent().getClass().getSimpleName()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(DeliveryObservationContext context) {
		KeyValues keys = KeyValues.of(HighCardinalityKey.ATTEMPT.withValue(Integer.toString(context.getAttempt())));
		BlockRef head = head(context.getEvent());
		return (head != null) ? keys.and(HighCardinalityKey.HEAD_NUMBER.withValue(Long.toString(head.number())),
				HighCardinalityKey.HEAD_HASH.withValue(head.hash().toString())) : keys;
	}

	private static @Nullable BlockRef head(ChainEvent event) {
		if (event instanceof NewHeadEvent newHead) {
			return newHead.head().ref();
		}
		if (event instanceof ConfirmedHeadEvent confirmed) {
			return confirmed.head().ref();
		}
		if (event instanceof SafeHeadEvent safe) {
			return safe.head().ref();
		}
		return (event instanceof FinalizedHeadEvent finalized) ? finalized.head().ref() : null;
	}

}
