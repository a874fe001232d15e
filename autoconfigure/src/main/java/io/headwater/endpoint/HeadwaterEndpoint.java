package io.headwater.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.headwater.checkpoint.Checkpoint;
import io.headwater.journal.StreamJournal;
import io.headwater.journal.StreamJournals;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows how the streams stand, and, where its access is
 * {@code unrestricted}, does what an operator asks for. Reading asks no node.
 */
@Endpoint(id = "headwater", defaultAccess = Access.READ_ONLY)
public final class HeadwaterEndpoint {

	private final HeadStreams streams;

	private final StreamJournals journals;

	public HeadwaterEndpoint(HeadStreams streams, StreamJournals journals) {
		this.streams = streams;
		this.journals = journals;
	}

	@ReadOperation
	public StreamsDescriptor streams() {
		Map<String, StreamDescriptor> chains = new LinkedHashMap<>();
		this.streams.all().forEach((stream) -> chains.put(stream.chain(), describe(stream)));
		return new StreamsDescriptor(chains);
	}

	/** Return the description, or {@code null} if no chain has this name. */
	@ReadOperation
	public @Nullable StreamDescriptor stream(@Selector String chain) {
		HeadStream stream = find(chain);
		return (stream != null) ? describe(stream) : null;
	}

	/**
	 * Act on the stream of one chain.
	 * @param action one of {@link StreamAction}, in lower case
	 * @return how the stream stands afterwards, or {@code null} if no chain has this name
	 * @throws org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException
	 * if there is no such action, it knows no block, or there is nothing for it to do
	 */
	// Over HTTP, no selector: what stands in the path alone, a foreign page could send.
	@WriteOperation
	public @Nullable StreamDescriptor act(@Selector String chain, @Nullable String action, @Nullable Long block) {
		HeadStream stream = find(chain);
		if (stream == null) {
			return null;
		}
		StreamAction asked = StreamAction.of(action);
		if (block != null) {
			asked.applyFrom(stream, newest(stream), block);
		}
		else {
			asked.apply(stream);
		}
		return describe(stream);
	}

	List<String> names() {
		return this.streams.all().stream().map(HeadStream::chain).toList();
	}

	private @Nullable HeadStream find(String chain) {
		return this.streams.all().stream().filter((stream) -> stream.chain().equals(chain)).findFirst().orElse(null);
	}

	/** After a start from a checkpoint, that is what was delivered. */
	private @Nullable Long newest(HeadStream stream) {
		StreamJournal.DeliveredHead latest = this.journals.get(stream.chain()).latest();
		Checkpoint checkpoint = stream.checkpoint();
		if (latest != null) {
			return latest.number();
		}
		return (checkpoint != null) ? checkpoint.block().number() : null;
	}

	private StreamDescriptor describe(HeadStream stream) {
		return StreamDescriptor.of(stream, this.journals.get(stream.chain()));
	}

	/**
	 * How the streams of an application stand.
	 *
	 * @param chains one description a chain, by its configured name
	 */
	public record StreamsDescriptor(Map<String, StreamDescriptor> chains) implements OperationResponseBody {
	}

}
