package io.headwater.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreamBuilder;
import io.headwater.support.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes the stream of each chain that the properties or the connection details name.
 */
final class StreamsFactory {

	private static final Pattern BLOCK_NUMBER = Pattern.compile("\\d{1,18}");

	private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,9}");

	private static final int LONGEST_NAME = 63;

	private static final String CHECKPOINT = "checkpoint.";

	private final HeadwaterProperties properties;

	private final NodeConnectionDetails connectionDetails;

	private final @Nullable String applicationName;

	private final CheckpointStore store;

	private final StepTransactionsFactory transactions;

	private final Consumer<HeadStreamBuilder> resources;

	/**
	 * Create a factory.
	 * @param applicationName the namespace of checkpoints unless a property names one
	 */
	StreamsFactory(HeadwaterProperties properties, NodeConnectionDetails connectionDetails,
			@Nullable String applicationName, CheckpointStore store, StepTransactionsFactory transactions,
			Consumer<HeadStreamBuilder> resources) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.applicationName = applicationName;
		this.store = store;
		this.transactions = transactions;
		this.resources = resources;
	}

	List<HeadStream> create(ApplicationEventPublisher events) {
		Map<String, List<NodeConnectionDetails.Node>> nodes = this.connectionDetails.nodes();
		Set<String> chains = new LinkedHashSet<>(this.properties.chains().keySet());
		chains.addAll(nodes.keySet());
		return chains.stream()
			.filter((chain) -> !hasTwinWithDashes(chain, chains))
			.map((chain) -> create(chain, nodes.getOrDefault(chain, List.of()), events))
			.toList();
	}

	/**
	 * An environment variable cannot tell the dashes of a name. Where one sets a property
	 * of {@code base-sepolia}, Boot binds the same chain a second time as
	 * {@code basesepolia}.
	 */
	private static boolean hasTwinWithDashes(String chain, Set<String> chains) {
		return chains.stream().anyMatch((other) -> !other.equals(chain) && withoutDashes(other).equals(chain));
	}

	private static String withoutDashes(String chain) {
		return chain.replace("-", "");
	}

	private ChainProperties properties(String chain) {
		Map<String, ChainProperties> chains = this.properties.chains();
		ChainProperties twin = chains.getOrDefault(withoutDashes(chain), this.properties.defaults());
		return chains.getOrDefault(chain, twin);
	}

	private HeadStream create(String chain, List<NodeConnectionDetails.Node> nodes, ApplicationEventPublisher events) {
		String property = HeadwaterProperties.PREFIX + ".chains." + chain;
		ChainProperties properties = properties(chain);
		HeadStreamBuilder builder = HeadStream.builder(chain);
		new NodeEndpoints(chain).create(nodes).forEach(builder::node);
		try {
			chain(builder, properties);
			connection(builder, properties);
			checkpoint(builder, properties, property);
			this.resources.accept(builder);
			return builder.build(events);
		}
		catch (InvalidSettingException ex) {
			throw invalid(property, chain, ex);
		}
	}

	private static InvalidHeadwaterPropertyException invalid(String property, String chain,
			InvalidSettingException ex) {
		return switch (ex.setting()) {
			case "chain" -> new InvalidHeadwaterPropertyException(property, "has no valid name for a chain",
					ex.remedy() + nameHint(chain));
			case "nodes" -> new InvalidHeadwaterPropertyException(property + ".nodes", ex.problem(),
					"Write " + property + ".nodes[0].url=ws://..., or declare a NodeConnectionDetails bean that has "
							+ "nodes for this chain.");
			default -> ex.setting().startsWith(CHECKPOINT)
					? new InvalidHeadwaterPropertyException(HeadwaterProperties.PREFIX + "." + ex.setting(),
							ex.problem(), ex.remedy())
					: new InvalidHeadwaterPropertyException(property + "." + ex.setting(), ex.problem(),
							ex.remedy() + " If you do not find it there, look under '" + HeadwaterProperties.PREFIX
									+ ".defaults'.");
		};
	}

	/** A list has numbers for names. */
	private static String nameHint(String chain) {
		if (INTEGER.matcher(chain).matches()) {
			return " Chains are no list: write each below a name of your choice, such as '" + HeadwaterProperties.PREFIX
					+ ".chains.mainnet'.";
		}
		String name = chain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-$", "");
		return (name.isEmpty() || name.length() > LONGEST_NAME) ? ""
				: " '" + HeadwaterProperties.PREFIX + ".chains." + name + "' would do.";
	}

	private static void chain(HeadStreamBuilder builder, ChainProperties properties) {
		ChainProperties.CatchUp catchUp = properties.catchUp();
		ChainProperties.Finality finality = properties.finality();
		ChainProperties.Retry retry = properties.retry();
		builder.chainId(properties.chainId())
			.autoStartup(properties.autoStartup())
			.start(start(properties.start().trim()))
			.confirmations(properties.confirmations())
			.window(properties.window())
			.haltOnDeepReorg(properties.deepReorg() == ChainProperties.DeepReorg.HALT)
			.catchUp(autoOrNumber("catch-up.max-in-flight", catchUp.maxInFlight()),
					autoOrNumber("catch-up.max-requests-per-second", catchUp.maxRequestsPerSecond()),
					catchUp.maxBlocks())
			.finalityInterval(finality.enabled() ? finality.interval() : null)
			.queueCapacity(properties.queueCapacity())
			.slowListenerAfter(properties.slowListenerAfter())
			.retry(retry.maxRetries(), retry.delay(), retry.multiplier(), retry.maxDelay())
			.onFailure(properties.onFailure())
			.shutdownTimeout(properties.shutdownTimeout());
	}

	private static void connection(HeadStreamBuilder builder, ChainProperties properties) {
		ChainProperties.KeepAlive keepAlive = properties.keepAlive();
		ChainProperties.Reconnect reconnect = properties.reconnect();
		builder.connectTimeout(properties.connectTimeout())
			.requestTimeout(properties.requestTimeout())
			.sendTimeout(properties.sendTimeout())
			.partialMessageTimeout(properties.partialMessageTimeout())
			.maxMessageSize(properties.maxMessageSize())
			.keepAlive(keepAlive.interval(), keepAlive.timeout())
			.nodeLag(properties.nodeLag())
			.staleHeadAfter(properties.staleHead().after())
			.failBackAfter(properties.failBack().after())
			.reconnect(reconnect.initialDelay(), reconnect.maxDelay(), reconnect.refusedDelay());
	}

	private void checkpoint(HeadStreamBuilder builder, ChainProperties properties, String property) {
		CheckpointProperties checkpoint = this.properties.checkpoint();
		builder.checkpointStore(this.store)
			.namespace(namespace(checkpoint.namespace()))
			.lease(checkpoint.lease(), checkpoint.standbyInterval())
			.save(checkpoint.saveEvery(), checkpoint.maxUnsaved());
		if (properties.transactional()) {
			builder.transactions(this.transactions.create(property + ".transactional", this.store));
		}
	}

	private @Nullable String namespace(@Nullable String configured) {
		String namespace = (configured != null && !configured.isBlank()) ? configured : this.applicationName;
		if ((namespace == null || namespace.isBlank()) && !(this.store instanceof InMemoryCheckpointStore)) {
			throw new InvalidSettingException(CHECKPOINT + "namespace", "is missing, and so is spring.application.name",
					"Name the application by one of them, so that no other one takes its checkpoints for its own.");
		}
		return namespace;
	}

	/** Returns null for 'auto'. */
	private static @Nullable Integer autoOrNumber(String name, String value) {
		String text = value.trim();
		if ("auto".equalsIgnoreCase(text)) {
			return null;
		}
		if (!INTEGER.matcher(text).matches()) {
			throw new InvalidSettingException(name, "is neither 'auto' nor a whole number of at most nine digits",
					"Write 'auto', which is the default, or a number such as 10.");
		}
		return Integer.valueOf(text);
	}

	private static @Nullable Long start(String start) {
		if ("latest".equalsIgnoreCase(start)) {
			return null;
		}
		if (!BLOCK_NUMBER.matcher(start).matches()) {
			throw new InvalidSettingException("start", "is neither 'latest' nor the number of a block",
					"Write 'latest', or a number such as 21000000.");
		}
		return Long.valueOf(start);
	}

}
