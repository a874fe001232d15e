package io.headwater.journal;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.StreamState;
import io.headwater.chain.AnnouncementFault;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.StoreCall;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.jsonrpc.FrameRejection;
import io.headwater.node.ConnectionEnd;
import io.headwater.stream.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a journal for each stream of an application.
 */
public final class StreamJournals implements StreamObserver, DispatchObserver, CheckpointObserver {

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Map<String, StreamJournal> journals = new ConcurrentHashMap<>();

	public StreamJournals(Clock clock, LongSupplier nanoTime) {
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	/** Return the journal of a stream, empty if nothing has happened. */
	public StreamJournal get(String chain) {
		StreamJournal journal = this.journals.get(chain);
		return (journal != null) ? journal
				: this.journals.computeIfAbsent(chain, (name) -> new StreamJournal(this.clock, this.nanoTime));
	}

	@Override
	public void stateChanged(String chain, StreamState from, StreamState to, String reason) {
		get(chain).moved(from, to, reason);
	}

	@Override
	public void announced(String chain, long number) {
		get(chain).announced();
	}

	@Override
	public void connected(String chain) {
		get(chain).count(StreamCount.CONNECTIONS);
	}

	@Override
	public void disconnected(String chain, ConnectionEnd cause, String detail, boolean wasFollowed) {
		get(chain).ended(cause, detail, wasFollowed);
	}

	@Override
	public void failedOver(String chain) {
		get(chain).count(StreamCount.FAILOVERS);
	}

	@Override
	public void resubscribed(String chain) {
		get(chain).resubscribed();
	}

	@Override
	public void frameRejected(String chain, FrameRejection rejection) {
		get(chain).count(StreamCount.REJECTED_FRAMES);
	}

	@Override
	public void announcementRejected(String chain, AnnouncementFault fault) {
		StreamJournal journal = get(chain);
		journal.count(StreamCount.REJECTED_ANNOUNCEMENTS);
		if (fault == AnnouncementFault.UNREADABLE) {
			journal.announced();
		}
	}

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		if (attempt > 1) {
			get(event.chain()).count(StreamCount.LISTENER_RETRIES);
		}
		else {
			get(event.chain()).delivering(event);
		}
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		get(event.chain()).listenerCalled(listener);
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
		get(event.chain()).listenerFinished(listener, nanos, outcome == ListenerOutcome.FAILURE);
	}

	@Override
	public void failed(ChainEvent event, Throwable failure) {
		get(event.chain()).count(StreamCount.LISTENER_FAILURES);
	}

	@Override
	public void abandoned(ChainEvent event, @Nullable String listener) {
		StreamJournal journal = get(event.chain());
		journal.count(StreamCount.EVENTS_ABANDONED);
		journal.fault("GIVEN_UP", ((listener != null) ? listener : "A listener that is no @EventListener method")
				+ " has given up a " + event.getClass().getSimpleName());
	}

	/** The text of a store's failure may be anything. */
	@Override
	public void failed(CheckpointKey key, StoreCall call, Throwable failure) {
		StreamJournal journal = get(key.chain());
		journal.count(StreamCount.STORE_FAILURES);
		journal.fault(StreamJournal.Fault.ofStore(call),
				"The store of checkpoints failed: " + failure.getClass().getName());
	}

}
