package io.headwater.dispatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what it hears of deliveries.
 */
final class RecordingObserver implements DispatchObserver {

	final List<Long> latencies = new CopyOnWriteArrayList<>();

	final List<String> called = new CopyOnWriteArrayList<>();

	final List<Finished> finished = new CopyOnWriteArrayList<>();

	final List<Failed> failed = new CopyOnWriteArrayList<>();

	final List<String> deliveries = new CopyOnWriteArrayList<>();

	final List<String> givenUp = new CopyOnWriteArrayList<>();

	@Override
	public void delivering(ChainEvent event, int attempt, long latencyNanos) {
		this.latencies.add(latencyNanos);
		this.deliveries.add(event.getClass().getSimpleName() + " " + attempt);
	}

	@Override
	public void delivered(ChainEvent event, @Nullable Throwable failure) {
		this.deliveries.add((failure != null) ? "failed " + failure.getMessage() : "finished");
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		this.called.add(listener);
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
		this.finished.add(new Finished(event, listener, nanos, outcome, failure));
	}

	@Override
	public void failed(ChainEvent event, Throwable failure) {
		this.failed.add(new Failed(event, failure));
	}

	@Override
	public void abandoned(ChainEvent event, @Nullable String listener) {
		this.givenUp.add(listener + " " + event.getClass().getSimpleName());
	}

	record Finished(ChainEvent event, String listener, long nanos, ListenerOutcome outcome,
			@Nullable Throwable failure) {
	}

	record Failed(ChainEvent event, Throwable failure) {
	}

}
