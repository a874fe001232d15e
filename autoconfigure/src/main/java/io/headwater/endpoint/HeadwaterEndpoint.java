package io.headwater.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.headwater.journal.StreamJournals;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that tells how the streams stand, and, where its access is
 * {@code unrestricted}, does what an operator asks for. Reading asks no node.
 */
@Endpoint(id = "headwater", defaultAccess = Access.READ_ONLY)
public final class HeadwaterEndpoint {

	private final HeadStreams streams;

	private final StreamJournals journals;

	/**
	 * Create the endpoint.
	 * @param streams the streams of the application
	 * @param journals what has happened to them
	 */
	public HeadwaterEndpoint(HeadStreams streams, StreamJournals journals) {
		this.streams = streams;
		this.journals = journals;
	}

	/**
	 * Tell how all streams stand.
	 * @return one description a chain, in the order of the configuration
	 */
	@ReadOperation
	public StreamsDescriptor streams() {
		Map<String, StreamDescriptor> chains = new LinkedHashMap<>();
		this.streams.all().forEach((stream) -> chains.put(stream.chain(), describe(stream)));
		return new StreamsDescriptor(chains);
	}

	/**
	 * Tell how the stream of one chain stands.
	 * @param chain the configured name of the chain
	 * @return the description, or {@code null} if no chain has this name
	 */
	@ReadOperation
	public @Nullable StreamDescriptor stream(@Selector String chain) {
		HeadStream stream = find(chain);
		return (stream != null) ? describe(stream) : null;
	}

	/**
	 * Act on the stream of one chain.
	 * @param chain the configured name of the chain
	 * @param action one of {@link StreamAction}, in lower case
	 * @return how the stream stands afterwards, or {@code null} if no chain has this name
	 * @throws org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException
	 * if there is no such action, or nothing for it to do
	 */
	@WriteOperation
	public @Nullable StreamDescriptor act(@Selector String chain, @Selector String action) {
		return act(chain, (stream) -> StreamAction.of(action).apply(this.streams, stream));
	}

	/**
	 * Act on the stream of one chain, from a block on.
	 * @param chain the configured name of the chain
	 * @param action {@code replay}
	 * @param block the number of the first block
	 * @return how the stream stands afterwards, or {@code null} if no chain has this name
	 * @throws org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException
	 * if the action knows no block, or there is nothing for it to do
	 */
	@WriteOperation
	public @Nullable StreamDescriptor actFrom(@Selector String chain, @Selector String action, @Selector long block) {
		return act(chain, (stream) -> StreamAction.of(action).applyFrom(stream, block));
	}

	private @Nullable StreamDescriptor act(String chain, Consumer<HeadStream> action) {
		HeadStream stream = find(chain);
		if (stream == null) {
			return null;
		}
		action.accept(stream);
		return describe(stream);
	}

	private @Nullable HeadStream find(String chain) {
		return this.streams.all().stream().filter((stream) -> stream.chain().equals(chain)).findFirst().orElse(null);
	}

	private StreamDescriptor describe(HeadStream stream) {
		return StreamDescriptor.of(stream, this.journals.get(stream.chain()));
	}

}
