package io.headwater.observability;

import io.headwater.chain.AnnouncementFault;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.node.ConnectionEnd;
import io.headwater.observability.HeadwaterMeters.Tag;
import io.headwater.stream.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Counts what streams meet on the wire.
 */
public final class MeteredStreams implements StreamObserver {

	private static final String SUCCESS = Meters.tagValue(CallOutcome.SUCCESS);

	private final MeterRegistry registry;

	public MeteredStreams(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void frameRejected(String chain, FrameRejection rejection) {
		count(HeadwaterMeters.FRAMES_REJECTED, chain, Tag.REASON, Meters.tagValue(rejection));
	}

	@Override
	public void announcementRejected(String chain, AnnouncementFault fault) {
		count(HeadwaterMeters.ANNOUNCEMENTS_REJECTED, chain, Tag.REASON, Meters.tagValue(fault));
	}

	@Override
	public void called(String chain, String method, CallOutcome outcome) {
		increment(HeadwaterMeters.CALLS, Meters.chain(chain)
			.and(Tag.METHOD.asString(), method, Tag.OUTCOME.asString(), Meters.tagValue(outcome)));
	}

	@Override
	public void connected(String chain) {
		count(HeadwaterMeters.CONNECTION_ATTEMPTS, chain, Tag.OUTCOME, SUCCESS);
	}

	@Override
	public void disconnected(String chain, ConnectionEnd cause, String detail, boolean wasFollowed) {
		if (wasFollowed) {
			count(HeadwaterMeters.CONNECTION_LOSSES, chain, Tag.REASON, Meters.tagValue(cause));
		}
		else {
			count(HeadwaterMeters.CONNECTION_ATTEMPTS, chain, Tag.OUTCOME, Meters.tagValue(cause));
		}
	}

	@Override
	public void failedOver(String chain) {
		increment(HeadwaterMeters.FAILOVERS, Meters.chain(chain));
	}

	@Override
	public void resubscribed(String chain) {
		increment(HeadwaterMeters.RESUBSCRIPTIONS, Meters.chain(chain));
	}

	@Override
	public void probed(String chain, @Nullable ConnectionEnd cause) {
		count(HeadwaterMeters.NODE_PROBES, chain, Tag.OUTCOME, (cause != null) ? Meters.tagValue(cause) : SUCCESS);
	}

	@Override
	public void reorgStorm(String chain) {
		increment(HeadwaterMeters.REORG_STORMS, Meters.chain(chain));
	}

	private void count(HeadwaterMeters meter, String chain, Tag tag, String value) {
		increment(meter, Meters.chain(chain).and(tag.asString(), value));
	}

	private void increment(HeadwaterMeters meter, Tags tags) {
		Meters.counter(meter, tags, this.registry).increment();
	}

}
