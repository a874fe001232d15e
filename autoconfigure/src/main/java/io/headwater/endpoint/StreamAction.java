package io.headwater.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.headwater.DeliveryState;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What an operator can do with a stream.
 */
public enum StreamAction {

	/**
	 * Deliver nothing after the running event.
	 */
	PAUSE {

		@Override
		void apply(HeadStreams streams, HeadStream stream) {
			stream.pause();
		}

	},

	/**
	 * Deliver again, after a pause or after a listener has halted the delivery.
	 */
	RESUME {

		@Override
		void apply(HeadStreams streams, HeadStream stream) {
			stream.resume();
		}

	},

	/**
	 * Close the connection and open another one.
	 */
	RECONNECT {

		@Override
		void apply(HeadStreams streams, HeadStream stream) {
			require(stream.isRunning(), "the stream does not run");
			stream.reconnect();
		}

	},

	/**
	 * Leave the followed node for the best of the others.
	 */
	FAILOVER {

		@Override
		void apply(HeadStreams streams, HeadStream stream) {
			require(stream.failOver(), "there is no other node, or the stream does not run");
		}

	},

	/**
	 * Go on after a reset that has halted the delivery.
	 */
	ACKNOWLEDGE {

		@Override
		void apply(HeadStreams streams, HeadStream stream) {
			require(stream.deliveryState() == DeliveryState.HALTED && !stream.isHaltedByListener(),
					"the delivery is not halted by a reset");
			stream.acknowledge();
		}

	},

	/**
	 * Deliver again the heads from a block on.
	 */
	REPLAY {

		@Override
		void apply(HeadStreams streams, HeadStream stream) {
			throw refused("Say from which block on: replay/123");
		}

		@Override
		void applyFrom(HeadStream stream, long block) {
			require(block >= 0, "there is no such block");
			require(stream.isRunning() && stream.deliveryState() != DeliveryState.STANDBY,
					"the stream does not deliver here");
			require(stream.deliveryState() != DeliveryState.HALTED, "the delivery is halted");
			stream.replay(block);
		}

	},

	/**
	 * Forget the checkpoint, and begin anew.
	 */
	FORGET {

		@Override
		void apply(HeadStreams streams, HeadStream stream) {
			streams.forget(stream.chain());
		}

	};

	abstract void apply(HeadStreams streams, HeadStream stream);

	void applyFrom(HeadStream stream, long block) {
		throw refused("Only " + REPLAY + " begins at a block, not " + this);
	}

	static StreamAction of(String name) {
		return Arrays.stream(values())
			.filter((action) -> action.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> refused("There is no action of this name; there are "
					+ Arrays.stream(values()).map(StreamAction::toString).collect(Collectors.joining(", "))));
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw refused("There is nothing to do: " + otherwise);
		}
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
