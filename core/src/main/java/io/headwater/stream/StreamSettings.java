package io.headwater.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

import io.headwater.chain.TrackerSettings;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.dispatch.DispatchSettings;
import io.headwater.dispatch.FailurePolicy;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.node.LinkSettings;
import io.headwater.support.InvalidSettingException;
import io.headwater.transport.TransportSettings;
import io.headwater.transport.TransportSettings.KeepAlive;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.unit.DataSize;

/**
 * What a stream is to keep to, once it is checked that one can: the settings of each
 * room, as {@link HeadStreamBuilder} describes them.
 */
record StreamSettings(String chain, @Nullable Long chainId, boolean autoStartup, CheckpointKey checkpointKey,
		CheckpointSettings checkpoint, @Nullable StepTransactions transactions, DispatchSettings dispatch,
		TrackerSettings tracker, @Nullable Integer maxRequestsPerSecond, @Nullable Duration finalityInterval,
		LinkSettings link, Duration shutdownTimeout, TransportSettings transport, JsonRpcSettings jsonRpc) {

	private static final Pattern CHAIN_NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

	private static final int MOST_IN_FLIGHT = 16;

	/** How long a lower branch waits after a fail-over, if nothing is set. */
	private static final Duration LOWER_BRANCH_WAITS = Duration.ofSeconds(10);

	private static final int MAX_PENDING_CALLS = 32;

	private static final int MAX_HELD_NOTIFICATIONS = 16;

	private static final int MAX_QUEUED_SENDS = 64;

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

	private static final Duration SHORTEST_FAIL_BACK = Duration.ofSeconds(1);

	/** In nanoseconds, a few hundred years no longer fit into a number. */
	private static final Duration LONGEST_DURATION = Duration.ofDays(365);

	private static final DataSize SMALLEST_MESSAGE_CAP = DataSize.ofKilobytes(1);

	private static final DataSize LARGEST_MESSAGE_CAP = DataSize.ofMegabytes(32);

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private static final Duration LONGEST_LEASE = Duration.ofHours(1);

	private static final Duration SHORTEST_STANDBY = Duration.ofMillis(10);

	/** What is kept in memory is nobody else's anyway. */
	private static final String NAMESPACE_IN_MEMORY = "application";

	/**
	 * Take the settings of a builder.
	 * @throws InvalidSettingException if no stream can run with them
	 */
	static StreamSettings of(HeadStreamBuilder builder) {
		require(CHAIN_NAME.matcher(builder.chain).matches(), "chain", "is no valid name for a chain",
				"Use lower-case letters, digits and dashes, a letter first, 63 at the most.");
		require(!builder.nodes.isEmpty(), "nodes", "names no node", "Add one, such as ws://localhost:8546.");
		TrackerSettings tracker = tracker(builder);
		return new StreamSettings(builder.chain, chainId(builder.chainId), builder.autoStartup, checkpointKey(builder),
				checkpoint(builder), builder.transactions, dispatch(builder), tracker,
				(builder.maxRequestsPerSecond != null)
						? notNegative("catch-up.max-requests-per-second", builder.maxRequestsPerSecond) : null,
				(builder.finalityInterval != null) ? positive("finality.interval", builder.finalityInterval) : null,
				link(builder), positive("shutdown-timeout", builder.shutdownTimeout), transport(builder),
				new JsonRpcSettings(timeout("request-timeout", builder.requestTimeout), MAX_PENDING_CALLS,
						MAX_HELD_NOTIFICATIONS));
	}

	private static @Nullable Long chainId(@Nullable Long chainId) {
		require(chainId == null || chainId > 0, "chain-id", "is " + chainId + ", but a chain id is positive",
				"Write the chain's id, such as 1 for Ethereum's main network, or leave the property out.");
		return chainId;
	}

	private static CheckpointKey checkpointKey(HeadStreamBuilder builder) {
		String namespace = builder.namespace;
		if (namespace == null || namespace.isBlank()) {
			if (!(builder.checkpointStore instanceof InMemoryCheckpointStore)) {
				throw new InvalidSettingException("checkpoint.namespace", "is missing",
						"Name the application by it, so that no other one takes its checkpoints for its own.");
			}
			namespace = NAMESPACE_IN_MEMORY;
		}
		try {
			return new CheckpointKey(namespace.strip(), builder.chain);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException("checkpoint.namespace",
					"has more than " + CheckpointKey.MAX_LENGTH + " characters", "Write a shorter name.");
		}
	}

	private static CheckpointSettings checkpoint(HeadStreamBuilder builder) {
		require(builder.saveEvery >= 1, "checkpoint.save-every", "is " + builder.saveEvery + ", but must be positive",
				"Write a positive number; 1, which saves each step, is the default.");
		require(builder.maxUnsaved >= builder.saveEvery, "checkpoint.max-unsaved",
				"is " + builder.maxUnsaved + ", but must not be less than save-every",
				"Write a greater number; 256 is the default.");
		return new CheckpointSettings(builder.window, builder.saveEvery, builder.maxUnsaved,
				between(SHORTEST_LEASE, LONGEST_LEASE, "checkpoint.lease", builder.lease),
				between(SHORTEST_STANDBY, LONGEST_LEASE, "checkpoint.standby-interval", builder.standbyInterval));
	}

	private static DispatchSettings dispatch(HeadStreamBuilder builder) {
		boolean transactional = builder.transactions != null;
		FailurePolicy.OnFailure onFailure = Objects.requireNonNullElse(builder.onFailure,
				transactional ? FailurePolicy.OnFailure.HALT : FailurePolicy.OnFailure.CONTINUE);
		require(!transactional || onFailure == FailurePolicy.OnFailure.HALT, "transactional",
				"needs on-failure=halt, because a step from which a listener was left out must not be committed",
				"Write on-failure: halt beside it, or leave on-failure out.");
		require(builder.queueCapacity >= 1, "queue-capacity",
				"is " + builder.queueCapacity + ", but at least one head must be able to wait",
				"Write a positive number; 256 is the default.");
		return new DispatchSettings(builder.queueCapacity, new FailurePolicy(retry(builder), onFailure),
				positive("slow-listener-after", builder.slowListenerAfter));
	}

	private static RetryPolicy retry(HeadStreamBuilder builder) {
		require(builder.retryMultiplier >= 1, "retry.multiplier",
				"is " + builder.retryMultiplier + ", but delays do not become shorter",
				"Write 1 for delays that are all alike, or a greater number; 2 is the default.");
		Duration delay = positive("retry.delay", builder.retryDelay);
		Duration maxDelay = positive("retry.max-delay", builder.maxRetryDelay);
		requireNotShorter("retry.max-delay", maxDelay, "retry.delay", delay);
		return RetryPolicy.builder()
			.maxRetries(notNegative("retry.max-retries", builder.maxRetries))
			.delay(delay)
			.multiplier(builder.retryMultiplier)
			.maxDelay(maxDelay)
			.build();
	}

	private static TrackerSettings tracker(HeadStreamBuilder builder) {
		int confirmations = notNegative("confirmations", builder.confirmations);
		require(builder.start == null || builder.start >= 0, "start", "is negative", "Write the number of a block.");
		require(builder.window >= 2, "window", "is " + builder.window + ", but must be at least 2",
				"Write a greater number; 4096 is the default.");
		require(builder.window > confirmations, "window",
				"is " + builder.window + ", but must be greater than confirmations, which is " + confirmations,
				"Write a greater number, or fewer confirmations; 4096 and 0 are the defaults.");
		int maxInFlight = Objects.requireNonNullElse(builder.maxInFlight, MOST_IN_FLIGHT);
		require(maxInFlight >= 1 && maxInFlight <= MOST_IN_FLIGHT, "catch-up.max-in-flight",
				"is " + maxInFlight + ", which is not between 1 and " + MOST_IN_FLIGHT,
				"Write such a number, or 'auto', which is the default.");
		Long maxBlocks = builder.maxBlocks;
		require(maxBlocks == null || maxBlocks >= 1, "catch-up.max-blocks",
				"is " + maxBlocks + ", but at least one head must be caught up",
				"Write a positive number, or leave the property out to catch up all.");
		return new TrackerSettings(builder.start, builder.window, confirmations, maxInFlight,
				(maxBlocks != null) ? maxBlocks : Long.MAX_VALUE, builder.haltOnDeepReorg,
				Objects.requireNonNullElse(staleHeadAfter(builder), LOWER_BRANCH_WAITS));
	}

	private static @Nullable Duration staleHeadAfter(HeadStreamBuilder builder) {
		Duration after = builder.staleHeadAfter;
		return (after != null) ? positive("stale-head.after", after) : null;
	}

	private static TransportSettings transport(HeadStreamBuilder builder) {
		DataSize size = builder.maxMessageSize;
		require(size.compareTo(SMALLEST_MESSAGE_CAP) >= 0 && size.compareTo(LARGEST_MESSAGE_CAP) <= 0,
				"max-message-size",
				"is " + size + ", which is not between " + SMALLEST_MESSAGE_CAP + " and " + LARGEST_MESSAGE_CAP,
				"Write a size such as 4MB, which is the default.");
		KeepAlive keepAlive = new KeepAlive(positive("keep-alive.interval", builder.keepAliveInterval),
				positive("keep-alive.timeout", builder.keepAliveTimeout),
				positive("partial-message-timeout", builder.partialMessageTimeout));
		return new TransportSettings(timeout("connect-timeout", builder.connectTimeout),
				timeout("send-timeout", builder.sendTimeout), (int) size.toBytes(), MAX_QUEUED_SENDS, keepAlive);
	}

	private static LinkSettings link(HeadStreamBuilder builder) {
		Duration initialDelay = positive("reconnect.initial-delay", builder.initialReconnectDelay);
		Duration maxDelay = positive("reconnect.max-delay", builder.maxReconnectDelay);
		requireNotShorter("reconnect.max-delay", maxDelay, "reconnect.initial-delay", initialDelay);
		return new LinkSettings(initialDelay, maxDelay, positive("reconnect.refused-delay", builder.refusedDelay),
				notNegative("node-lag", builder.nodeLag), staleHeadAfter(builder),
				failBackAfter(builder.failBackAfter));
	}

	private static @Nullable Duration failBackAfter(@Nullable Duration after) {
		if (after != null && after.compareTo(SHORTEST_FAIL_BACK) < 0) {
			throw new InvalidSettingException("fail-back.after",
					"is " + after.toMillis() + " ms, in which no node can show that it is well",
					"Write at least 1s, such as 10m.");
		}
		return (after != null) ? positive("fail-back.after", after) : null;
	}

	private static void requireNotShorter(String name, Duration longest, String firstName, Duration first) {
		require(longest.compareTo(first) >= 0, name,
				"is " + longest.toMillis() + " ms, but " + firstName + " is longer: " + first.toMillis() + " ms",
				"Write a longer duration, or shorten " + firstName + ".");
	}

	/** A number without a unit is of milliseconds, and is meant to be of seconds. */
	private static Duration timeout(String name, Duration duration) {
		if (duration.compareTo(SHORTEST_TIMEOUT) < 0) {
			throw new InvalidSettingException(name, "is " + duration.toMillis() + " ms, in which no node can answer",
					"Write at least 100ms, with its unit, such as 10s.");
		}
		return positive(name, duration);
	}

	private static Duration positive(String name, Duration duration) {
		require(duration.compareTo(LONGEST_DURATION) <= 0, name,
				"is longer than " + LONGEST_DURATION.toDays() + " days", "Write a shorter duration, such as 10s.");
		require(duration.toMillis() >= 1, name, "is " + duration.toMillis() + " ms, but must be at least 1 ms",
				"Write a positive duration, such as 10s.");
		return duration;
	}

	private static Duration between(Duration shortest, Duration longest, String name, Duration duration) {
		require(duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0, name, "is " + duration
				+ ", which is not between " + shortest.toMillis() + " ms and " + longest.toMinutes() + " minutes",
				"Write a duration between them, such as 30s.");
		return duration;
	}

	private static void require(boolean condition, String name, String problem, String remedy) {
		if (!condition) {
			throw new InvalidSettingException(name, problem, remedy);
		}
	}

	private static int notNegative(String name, int value) {
		require(value >= 0, name, "is " + value + ", but must not be negative", "Write 0 or a positive number.");
		return value;
	}

}
