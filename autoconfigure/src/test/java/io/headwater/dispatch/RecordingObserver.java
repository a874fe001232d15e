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

	@Override
	public void delivering(ChainEvent event, long latencyNanos) {
		this.latencies.add(latencyNanos);
	}

	@Override
	public void listenerCalled(ChainEvent event, String listener) {
		this.called.add(listener);
	}

	@Override
	public void listenerFinished(ChainEvent event, String listener, long nanos, @Nullable Throwable failure) {
		this.finished.add(new Finished(event, listener, nanos, failure));
	}

	@Override
	public void failed(ChainEvent event, Throwable failure) {
		this.failed.add(new Failed(event, failure));
	}

	record Finished(ChainEvent event, String listener, long nanos, @Nullable Throwable failure) {
	}

	record Failed(ChainEvent event, Throwable failure) {
	}

}
