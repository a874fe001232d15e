package io.headwater;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * What Headwater tells an application about one chain. Events are immutable, go to JSON
 * and back with Jackson, and are equal when they say the same, whenever it was said. A
 * chain's events are published by one thread at a time, in order.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = NewHeadEvent.class, name = "NewHead"),
		@JsonSubTypes.Type(value = ReorgEvent.class, name = "Reorg"),
		@JsonSubTypes.Type(value = ConfirmedHeadEvent.class, name = "ConfirmedHead"),
		@JsonSubTypes.Type(value = SafeHeadEvent.class, name = "SafeHead"),
		@JsonSubTypes.Type(value = FinalizedHeadEvent.class, name = "FinalizedHead"),
		@JsonSubTypes.Type(value = HeadsSkippedEvent.class, name = "HeadsSkipped"),
		@JsonSubTypes.Type(value = ChainResetEvent.class, name = "ChainReset"),
		@JsonSubTypes.Type(value = StreamResumedEvent.class, name = "StreamResumed"),
		@JsonSubTypes.Type(value = ListenerFailedEvent.class, name = "ListenerFailed"),
		@JsonSubTypes.Type(value = StreamStateChangedEvent.class, name = "StreamStateChanged") })
@JsonIgnoreProperties("source")
public abstract sealed class ChainEvent extends ApplicationEvent
		permits NewHeadEvent, ReorgEvent, ConfirmedHeadEvent, SafeHeadEvent, FinalizedHeadEvent, HeadsSkippedEvent,
		ChainResetEvent, StreamResumedEvent, ListenerFailedEvent, StreamStateChangedEvent {

	private final String chain;

	private final long chainId;

	ChainEvent(String chain, long chainId, Clock clock) {
		super(chain, clock);
		this.chain = chain;
		this.chainId = chainId;
	}

	/**
	 * Return the chain that the event is about.
	 * @return the name under which the chain is configured; it is also the event's source
	 */
	@JsonProperty
	public String chain() {
		return this.chain;
	}

	/**
	 * Return the number by which the world knows the chain (EIP-155).
	 * @return the chain id, or 0 as long as no node has told it
	 */
	@JsonProperty
	public long chainId() {
		return this.chainId;
	}

	/**
	 * Return what this event says beside its chain, for comparing and printing.
	 */
	abstract List<? extends @Nullable Object> content();

	static Clock at(long timestamp) {
		return Clock.fixed(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC);
	}

	@Override
	public final boolean equals(@Nullable Object other) {
		return other instanceof ChainEvent that && getClass() == that.getClass() && this.chain.equals(that.chain)
				&& this.chainId == that.chainId && content().equals(that.content());
	}

	@Override
	public final int hashCode() {
		return 31 * this.chain.hashCode() + content().hashCode();
	}

	@Override
	public final String toString() {
		return getClass().getSimpleName() + "[" + this.chain + " " + content() + "]";
	}

}
