package io.headwater.metrics;

import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.metrics.HeadwaterMeters.Tag;
import io.headwater.stream.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what streams meet on the wire.
 */
public final class MeteredStreams implements StreamObserver {

	private final MeterRegistry registry;

	/**
	 * Create the counters.
	 * @param registry where they are registered
	 */
	public MeteredStreams(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void frameRejected(String chain, FrameRejection rejection) {
		Counter.builder(HeadwaterMeters.FRAMES_REJECTED.getName())
			.description(HeadwaterMeters.FRAMES_REJECTED.getDescription())
			.tags(TagValues.chain(chain))
			.tag(Tag.REASON.asString(), Tag.word(rejection))
			.register(this.registry)
			.increment();
	}

	@Override
	public void called(String chain, String method, CallOutcome outcome) {
		Counter.builder(HeadwaterMeters.CALLS.getName())
			.description(HeadwaterMeters.CALLS.getDescription())
			.tags(TagValues.chain(chain))
			.tag(Tag.METHOD.asString(), method)
			.tag(Tag.OUTCOME.asString(), Tag.word(outcome))
			.register(this.registry)
			.increment();
	}

}
