package io.headwater.endpoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.headwater.DeliveryState;
import io.headwater.stream.HeadStream;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What an operator can do with a stream.
 */
enum StreamAction {

	/** Deliver nothing after the running event. */
	PAUSE {

		@Override
		void apply(HeadStream stream) {
			requireRunning(stream);
			require(!stream.isHaltedByListener(), "the delivery was halted by a listener, and waits for " + RESUME);
			stream.pause();
		}

	},

	/** Deliver again, after a pause or after a listener has halted the delivery. */
	RESUME {

		@Override
		void apply(HeadStream stream) {
			requireRunning(stream);
			require(!stream.isHaltedByCheckpoint(), OTHER_CHECKPOINT);
			require(stream.deliveryState() != DeliveryState.HALTED || stream.isHaltedByListener(),
					"the delivery was halted by a reset, and waits for " + ACKNOWLEDGE);
			require(RESUMABLE.contains(stream.deliveryState()), "the delivery is not paused");
			stream.resume();
		}

	},

	/** Close the connection and open another one. */
	RECONNECT {

		@Override
		void apply(HeadStream stream) {
			requireFollowing(stream);
			stream.reconnect();
		}

	},

	/** Leave the followed node for the best of the others. */
	FAILOVER {

		@Override
		void apply(HeadStream stream) {
			requireFollowing(stream);
			require(stream.failOver(), "there is no other node");
		}

	},

	/** Go on after a reset that has halted the delivery. */
	ACKNOWLEDGE {

		@Override
		void apply(HeadStream stream) {
			requireRunning(stream);
			require(stream.deliveryState() == DeliveryState.HALTED && !stream.isHaltedByListener()
					&& !stream.isHaltedByCheckpoint(), "the delivery is not halted by a reset");
			stream.acknowledge();
		}

	},

	/** Deliver again the heads from a block on. */
	REPLAY {

		@Override
		void apply(HeadStream stream) {
			throw refused("Say from which block on, as in {\"action\": \"replay\", \"block\": 123}");
		}

		@Override
		void applyFrom(HeadStream stream, @Nullable Long newest, long block) {
			require(block >= 0, "there is no such block");
			requireFollowing(stream);
			require(stream.deliveryState() != DeliveryState.HALTED, "the delivery is halted");
			require(newest != null && block <= newest,
					(newest != null) ? "the newest head that was delivered is " + newest : "nothing was delivered yet");
			stream.replay(block);
		}

	},

	/** Forget the checkpoint, and begin anew. */
	FORGET {

		@Override
		void apply(HeadStream stream) {
			stream.forget();
		}

	};

	/** A pause outlasts the time on standby. */
	private static final Set<DeliveryState> RESUMABLE = EnumSet.of(DeliveryState.PAUSED, DeliveryState.HALTED,
			DeliveryState.STANDBY);

	private static final String OTHER_CHECKPOINT = "the checkpoint is of no use, and waits for " + FORGET;

	abstract void apply(HeadStream stream);

	void applyFrom(HeadStream stream, @Nullable Long newest, long block) {
		throw refused("Only " + REPLAY + " begins at a block, not " + this);
	}

	static StreamAction of(@Nullable String name) {
		return Arrays.stream(values())
			.filter((action) -> action.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> refused("There is no action of this name; there are "
					+ Arrays.stream(values()).map(StreamAction::toString).collect(Collectors.joining(", "))));
	}

	private static void requireRunning(HeadStream stream) {
		require(stream.isRunning(), "the stream does not run");
	}

	private static void requireFollowing(HeadStream stream) {
		requireRunning(stream);
		require(!stream.isHeldByListener(), "a listener of an earlier run still runs");
		require(stream.deliveryState() != DeliveryState.STANDBY, "another instance delivers");
		require(!stream.isHaltedByCheckpoint(), OTHER_CHECKPOINT);
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
