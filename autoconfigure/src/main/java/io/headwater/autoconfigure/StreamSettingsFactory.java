package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

import io.headwater.chain.TrackerSettings;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.dispatch.DispatchSettings;
import io.headwater.dispatch.FailurePolicy;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.stream.LinkSettings;
import io.headwater.stream.StepTransactions;
import io.headwater.stream.StreamSettings;
import io.headwater.transport.TransportSettings;
import io.headwater.transport.TransportSettings.KeepAlive;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties of a chain into the settings of its stream, and refuses values
 * with which none can run.
 */
final class StreamSettingsFactory {

	private static final Pattern BLOCK_NUMBER = Pattern.compile("\\d{1,18}");

	private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,9}");

	private static final int MOST_IN_FLIGHT = 16;

	/**
	 * How long a branch lower than the tip waits after a fail-over, if nothing is set.
	 */
	private static final Duration LOWER_BRANCH_WAITS = Duration.ofSeconds(10);

	private static final int MAX_PENDING_CALLS = 32;

	private static final int MAX_HELD_NOTIFICATIONS = 16;

	private static final int MAX_QUEUED_SENDS = 64;

	/** In nanoseconds, a few hundred years no longer fit into a number. */
	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

	private static final Duration SHORTEST_FAIL_BACK = Duration.ofSeconds(1);

	private static final Duration LONGEST_DURATION = Duration.ofDays(365);

	private static final DataSize SMALLEST_MESSAGE_CAP = DataSize.ofKilobytes(1);

	private static final DataSize LARGEST_MESSAGE_CAP = DataSize.ofMegabytes(32);

	private final String chain;

	private final ChainProperties properties;

	StreamSettingsFactory(String chain, ChainProperties properties) {
		this.chain = chain;
		this.properties = properties;
	}

	StreamSettings create(CheckpointSettingsFactory checkpoints, CheckpointStore store,
			StepTransactionsFactory transactions) {
		TrackerSettings tracker = tracker();
		return new StreamSettings(this.chain, chainId(), this.properties.isAutoStartup(),
				checkpoints.key(this.chain, store), checkpoints.settings(tracker.window()),
				transactions(transactions, store), dispatch(), tracker, maxRequestsPerSecond(), finalityInterval(),
				link(), positive("shutdown-timeout", this.properties.getShutdownTimeout()), transport(),
				new JsonRpcSettings(timeout("request-timeout", this.properties.getRequestTimeout()), MAX_PENDING_CALLS,
						MAX_HELD_NOTIFICATIONS));
	}

	private @Nullable Duration finalityInterval() {
		FinalityProperties finality = this.properties.getFinality();
		return finality.isEnabled() ? positive("finality.interval", finality.getInterval()) : null;
	}

	private @Nullable Long chainId() {
		Long chainId = this.properties.getChainId();
		if (chainId != null && chainId <= 0) {
			throw invalid("chain-id", "is " + chainId + ", but a chain id is positive",
					"Write the chain's id, such as 1 for Ethereum's main network, or leave the property out.");
		}
		return chainId;
	}

	private DispatchSettings dispatch() {
		return new DispatchSettings(queueCapacity(), new FailurePolicy(retry(), onFailure()),
				positive("slow-listener-after", this.properties.getSlowListenerAfter()));
	}

	private @Nullable StepTransactions transactions(StepTransactionsFactory factory, CheckpointStore store) {
		if (!this.properties.isTransactional()) {
			return null;
		}
		if (onFailure() != FailurePolicy.OnFailure.HALT) {
			throw invalid("transactional",
					"is true, but with on-failure=continue a listener may give an event up, whose step could then not "
							+ "be committed",
					"Write on-failure: halt beside it, or leave on-failure out.");
		}
		return factory.create(HeadwaterProperties.PREFIX + ".chains." + this.chain + ".transactional", store);
	}

	private FailurePolicy.OnFailure onFailure() {
		return Objects.requireNonNullElse(this.properties.getOnFailure(),
				this.properties.isTransactional() ? FailurePolicy.OnFailure.HALT : FailurePolicy.OnFailure.CONTINUE);
	}

	private RetryPolicy retry() {
		RetryProperties retry = this.properties.getRetry();
		double multiplier = retry.getMultiplier();
		if (!(multiplier >= 1)) {
			throw invalid("retry.multiplier", "is " + multiplier + ", but delays do not become shorter",
					"Write 1 for delays that are all alike, or a greater number; 2 is the default.");
		}
		Duration delay = positive("retry.delay", retry.getDelay());
		Duration maxDelay = positive("retry.max-delay", retry.getMaxDelay());
		requireNotShorter("retry.max-delay", maxDelay, "retry.delay", delay);
		return RetryPolicy.builder()
			.maxRetries(notNegative("retry.max-retries", retry.getMaxRetries()))
			.delay(delay)
			.multiplier(multiplier)
			.maxDelay(maxDelay)
			.build();
	}

	private int queueCapacity() {
		int capacity = this.properties.getQueueCapacity();
		if (capacity < 1) {
			throw invalid("queue-capacity", "is " + capacity + ", but at least one head must be able to wait",
					"Write a positive number; 256 is the default.");
		}
		return capacity;
	}

	private TrackerSettings tracker() {
		CatchUpProperties catchUp = this.properties.getCatchUp();
		int confirmations = notNegative("confirmations", this.properties.getConfirmations());
		int window = this.properties.getWindow();
		if (window < 2 || window <= confirmations) {
			throw invalid("window", "is " + window + ", but must be at least 2 and greater than confirmations",
					"Write a greater number; 4096 is the default.");
		}
		int maxInFlight = Objects.requireNonNullElse(autoOrNumber("catch-up.max-in-flight", catchUp.getMaxInFlight()),
				MOST_IN_FLIGHT);
		if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
			throw invalid("catch-up.max-in-flight",
					"is " + maxInFlight + ", which is not between 1 and " + MOST_IN_FLIGHT,
					"Write such a number, or 'auto', which is the default.");
		}
		Long maxBlocks = catchUp.getMaxBlocks();
		if (maxBlocks != null && maxBlocks < 1) {
			throw invalid("catch-up.max-blocks", "is " + maxBlocks + ", but at least one head must be caught up",
					"Write a positive number, or leave the property out to catch up all.");
		}
		return new TrackerSettings(start(), window, confirmations, maxInFlight,
				(maxBlocks != null) ? maxBlocks : Long.MAX_VALUE,
				this.properties.getDeepReorg() == ChainProperties.DeepReorg.HALT,
				Objects.requireNonNullElse(staleHeadAfter(), LOWER_BRANCH_WAITS));
	}

	private @Nullable Integer maxRequestsPerSecond() {
		String name = "catch-up.max-requests-per-second";
		Integer number = autoOrNumber(name, this.properties.getCatchUp().getMaxRequestsPerSecond());
		return (number != null) ? Integer.valueOf(notNegative(name, number)) : null;
	}

	/** Returns null for 'auto'. */
	private @Nullable Integer autoOrNumber(String name, String value) {
		String text = value.trim();
		if ("auto".equalsIgnoreCase(text)) {
			return null;
		}
		if (!INTEGER.matcher(text).matches()) {
			throw invalid(name, "is neither 'auto' nor a whole number of at most nine digits",
					"Write 'auto', which is the default, or a number such as 10.");
		}
		return Integer.valueOf(text);
	}

	private @Nullable Duration staleHeadAfter() {
		Duration after = this.properties.getStaleHead().getAfter();
		return (after != null) ? positive("stale-head.after", after) : null;
	}

	private @Nullable Duration failBackAfter() {
		Duration after = this.properties.getFailBack().getAfter();
		if (after != null && after.compareTo(SHORTEST_FAIL_BACK) < 0) {
			throw invalid("fail-back.after",
					"is " + after.toMillis() + " ms, in which no node can show that it is well",
					"Write at least 1s, such as 10m.");
		}
		return (after != null) ? positive("fail-back.after", after) : null;
	}

	private @Nullable Long start() {
		String start = this.properties.getStart().trim();
		if ("latest".equalsIgnoreCase(start)) {
			return null;
		}
		if (!BLOCK_NUMBER.matcher(start).matches()) {
			throw invalid("start", "is neither 'latest' nor the number of a block",
					"Write 'latest', or a number such as 21000000.");
		}
		return Long.valueOf(start);
	}

	private int notNegative(String name, int value) {
		if (value < 0) {
			throw invalid(name, "is " + value + ", but must not be negative", "Write 0 or a positive number.");
		}
		return value;
	}

	private TransportSettings transport() {
		DataSize size = this.properties.getMaxMessageSize();
		if (size.compareTo(SMALLEST_MESSAGE_CAP) < 0 || size.compareTo(LARGEST_MESSAGE_CAP) > 0) {
			throw invalid("max-message-size",
					"is " + size + ", which is not between " + SMALLEST_MESSAGE_CAP + " and " + LARGEST_MESSAGE_CAP,
					"Write a size such as 4MB, which is the default.");
		}
		return new TransportSettings(timeout("connect-timeout", this.properties.getConnectTimeout()),
				timeout("send-timeout", this.properties.getSendTimeout()), (int) size.toBytes(), MAX_QUEUED_SENDS,
				keepAlive());
	}

	private KeepAlive keepAlive() {
		KeepAliveProperties keepAlive = this.properties.getKeepAlive();
		return new KeepAlive(positive("keep-alive.interval", keepAlive.getInterval()),
				positive("keep-alive.timeout", keepAlive.getTimeout()),
				positive("partial-message-timeout", this.properties.getPartialMessageTimeout()));
	}

	private LinkSettings link() {
		ReconnectProperties reconnect = this.properties.getReconnect();
		Duration initialDelay = positive("reconnect.initial-delay", reconnect.getInitialDelay());
		Duration maxDelay = positive("reconnect.max-delay", reconnect.getMaxDelay());
		requireNotShorter("reconnect.max-delay", maxDelay, "reconnect.initial-delay", initialDelay);
		return new LinkSettings(initialDelay, maxDelay,
				positive("reconnect.refused-delay", reconnect.getRefusedDelay()),
				notNegative("node-lag", this.properties.getNodeLag()), staleHeadAfter(), failBackAfter());
	}

	private void requireNotShorter(String name, Duration longest, String firstName, Duration first) {
		if (longest.compareTo(first) < 0) {
			throw invalid(name, "is shorter than " + firstName,
					"Write a longer duration, or shorten the initial delay.");
		}
	}

	/** A number without a unit is of milliseconds, and is meant to be of seconds. */
	private Duration timeout(String name, Duration duration) {
		if (duration.compareTo(SHORTEST_TIMEOUT) < 0) {
			throw invalid(name, "is " + duration.toMillis() + " ms, in which no node can answer",
					"Write at least 100ms, with its unit, such as 10s.");
		}
		return positive(name, duration);
	}

	private Duration positive(String name, Duration duration) {
		if (duration.compareTo(LONGEST_DURATION) > 0) {
			throw invalid(name, "is longer than " + LONGEST_DURATION.toDays() + " days",
					"Write a shorter duration, such as 10s.");
		}
		if (duration.toMillis() < 1) {
			throw invalid(name, "is " + duration.toMillis() + " ms, but must be at least 1 ms",
					"Write a positive duration, such as 10s.");
		}
		return duration;
	}

	private InvalidHeadwaterPropertyException invalid(String name, String problem, String remedy) {
		return new InvalidHeadwaterPropertyException(HeadwaterProperties.PREFIX + ".chains." + this.chain + "." + name,
				problem, remedy + " It may also stand under '" + HeadwaterProperties.PREFIX + ".defaults'.");
	}

}
