package io.headwater;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A listener has given an event up: it failed on each attempt, and delivery goes on
 * without it. It tells of an exception in words only, which can go to JSON and back.
 */
public final class ListenerFailedEvent extends ChainEvent {

	/** The longest message, in characters; a longer one is cut. */
	public static final int MAX_MESSAGE_LENGTH = 1000;

	private final ChainEvent event;

	private final @Nullable String listener;

	private final String exceptionType;

	private final @Nullable String message;

	private final int attempts;

	/**
	 * Tell of a listener that has given up.
	 * @param event the event that it failed on, not of this type
	 * @param listener the name of the listener, or {@code null} if it is no
	 * {@code @EventListener} method, so that no single one can be named
	 * @param exceptionType the class of the last exception
	 * @param message the text of the last exception, cut where it is too long, or
	 * {@code null} if it has none
	 * @param attempts how often the listener was called, at least once
	 * @param clock tells the event's time
	 */
	public ListenerFailedEvent(ChainEvent event, @Nullable String listener, String exceptionType,
			@Nullable String message, int attempts, Clock clock) {
		super(event.chain(), event.chainId(), clock);
		if (event instanceof ListenerFailedEvent || attempts < 1) {
			throw new IllegalArgumentException(
					"A listener gives up another event than this one, after an attempt at least");
		}
		this.event = event;
		this.listener = listener;
		this.exceptionType = exceptionType;
		this.message = (message != null) ? cut(message) : null;
		this.attempts = attempts;
	}

	@JsonCreator
	static ListenerFailedEvent fromJson(@JsonProperty("timestamp") long timestamp,
			@JsonProperty("event") ChainEvent event, @JsonProperty("listener") @Nullable String listener,
			@JsonProperty("exceptionType") String exceptionType, @JsonProperty("message") @Nullable String message,
			@JsonProperty("attempts") int attempts) {
		return new ListenerFailedEvent(event, listener, exceptionType, message, attempts, at(timestamp));
	}

	/** Never between the two halves of one character. */
	private static String cut(String message) {
		if (message.length() <= MAX_MESSAGE_LENGTH) {
			return message;
		}
		boolean split = Character.isHighSurrogate(message.charAt(MAX_MESSAGE_LENGTH - 1));
		return message.substring(0, split ? MAX_MESSAGE_LENGTH - 1 : MAX_MESSAGE_LENGTH);
	}

	/**
	 * Return what the listener has given up.
	 * @return the event
	 */
	@JsonProperty
	public ChainEvent event() {
		return this.event;
	}

	/**
	 * Return who has given up.
	 * @return the listener's name as metrics and logs tell it, or {@code null} if it is
	 * no {@code @EventListener} method; then listeners after it did not receive the event
	 * either
	 */
	@JsonProperty
	public @Nullable String listener() {
		return this.listener;
	}

	/**
	 * Return the kind of the last exception.
	 * @return the name of its class
	 */
	@JsonProperty
	public String exceptionType() {
		return this.exceptionType;
	}

	/**
	 * Return what the last exception says.
	 * @return its own text, at most {@value #MAX_MESSAGE_LENGTH} characters of it, or
	 * {@code null}
	 */
	@JsonProperty
	public @Nullable String message() {
		return this.message;
	}

	/**
	 * Return how often it was tried.
	 * @return the number of calls of the listener, at least 1
	 */
	@JsonProperty
	public int attempts() {
		return this.attempts;
	}

	@Override
	List<? extends @Nullable Object> content() {
		return Arrays.<@Nullable Object>asList(this.event, this.listener, this.exceptionType, this.message,
				this.attempts);
	}

}
