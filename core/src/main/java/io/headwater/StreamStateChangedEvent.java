package io.headwater;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The connection or the delivery of a stream changed its state. It is told beside the
 * walk, the latest of each kind only.
 */
public final class StreamStateChangedEvent extends ChainEvent {

	private final StreamState from;

	private final StreamState to;

	private final String reason;

	/**
	 * Tell of a change.
	 * @param chain the configured name of the chain
	 * @param chainId the chain id (EIP-155), or 0 as long as no node has told it
	 * @param from the state before, of the same kind as {@code to}
	 * @param to the state now
	 * @param reason why it changed, in words; it names a node by its host only
	 * @param clock tells the event's time
	 */
	public StreamStateChangedEvent(String chain, long chainId, StreamState from, StreamState to, String reason,
			Clock clock) {
		super(chain, chainId, clock);
		if (from.getClass() != to.getClass()) {
			throw new IllegalArgumentException("A state changes to one of its own kind");
		}
		this.from = from;
		this.to = to;
		this.reason = reason;
	}

	@JsonCreator
	static StreamStateChangedEvent fromJson(@JsonProperty("chain") String chain, @JsonProperty("chainId") long chainId,
			@JsonProperty("timestamp") long timestamp, @JsonProperty("kind") Kind kind,
			@JsonProperty("from") String from, @JsonProperty("to") String to, @JsonProperty("reason") String reason) {
		return new StreamStateChangedEvent(chain, chainId, kind.state(from), kind.state(to), reason, at(timestamp));
	}

	/**
	 * Return what changed.
	 * @return whether it is the connection or the delivery
	 */
	@JsonProperty
	public Kind kind() {
		return (this.to instanceof ConnectionState) ? Kind.CONNECTION : Kind.DELIVERY;
	}

	/**
	 * Return the state before.
	 * @return a {@link ConnectionState} or a {@link DeliveryState}
	 */
	@JsonProperty
	public StreamState from() {
		return this.from;
	}

	/**
	 * Return the state now.
	 * @return a state of the same kind as {@link #from()}
	 */
	@JsonProperty
	public StreamState to() {
		return this.to;
	}

	/**
	 * Return why the state changed.
	 * @return the reason in words
	 */
	@JsonProperty
	public String reason() {
		return this.reason;
	}

	@Override
	List<Object> content() {
		return List.<Object>of(this.from, this.to, this.reason);
	}

	/**
	 * What can change.
	 */
	public enum Kind {

		/**
		 * The connection to the node, a {@link ConnectionState}.
		 */
		CONNECTION,

		/**
		 * The delivery to the listeners, a {@link DeliveryState}.
		 */
		DELIVERY;

		StreamState state(String name) {
			return (this == CONNECTION) ? ConnectionState.valueOf(name) : DeliveryState.valueOf(name);
		}

	}

}
