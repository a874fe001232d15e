package io.headwater.checkpoint;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.testing.VirtualScheduler;

/**
 * A store, virtual time, and an executor whose tasks run when the time is moved.
 */
final class CheckpointFixture implements CheckpointObserver {

	static final CheckpointKey KEY = new CheckpointKey("app", "main");

	static final Duration LEASE = Duration.ofSeconds(30);

	static final Instant EPOCH = Instant.parse("2026-07-01T10:00:00Z");

	final VirtualScheduler time = new VirtualScheduler();

	final ScriptedStore store = new ScriptedStore(() -> nanoTime() + this.suspendedNanos);

	final List<Long> observed = new ArrayList<>();

	final List<StoreCall> failures = new ArrayList<>();

	private int owners;

	private long frozenNanos;

	private long suspendedNanos;

	private Duration jump = Duration.ZERO;

	CheckpointResources resources() {
		return resources(this.time);
	}

	CheckpointResources resources(Executor executor) {
		return resources(this.store, executor, this.time);
	}

	CheckpointResources resources(CheckpointStore store, Executor executor, ScheduledExecutorService scheduler) {
		return new CheckpointResources(store, executor, scheduler, clock(), this::nanoTime,
				() -> "owner" + ++this.owners, this);
	}

	/** An executor that so often has no thread. */
	Executor withoutThreads(int times) {
		AtomicInteger left = new AtomicInteger(times);
		return (task) -> {
			if (left.getAndDecrement() > 0) {
				throw new OutOfMemoryError("unable to create native thread, simulated");
			}
			this.time.execute(task);
		};
	}

	/** A scheduler that so often has no memory. */
	ScheduledExecutorService withoutMemory(int times) {
		AtomicInteger left = new AtomicInteger(times);
		return (ScheduledExecutorService) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ScheduledExecutorService.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("schedule") && left.getAndDecrement() > 0) {
						throw new OutOfMemoryError("Java heap space, simulated");
					}
					return method.invoke(this.time, arguments);
				});
	}

	static CheckpointSettings settings(int saveEvery, int maxUnsaved) {
		return new CheckpointSettings(8, saveEvery, maxUnsaved, LEASE, Duration.ofSeconds(1));
	}

	long nanoTime() {
		return this.time.nanoTime() + this.frozenNanos;
	}

	private Clock clock() {
		InstantSource wall = () -> EPOCH.plus(this.jump).plusNanos(nanoTime() + this.suspendedNanos);
		return wall.withZone(ZoneOffset.UTC);
	}

	void advance(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	/** Time passes, but nothing runs. */
	void freeze(Duration duration) {
		this.frozenNanos += duration.toNanos();
	}

	/** The machine sleeps: its monotonic clock stands still, and the store's does not. */
	void suspend(Duration duration) {
		this.suspendedNanos += duration.toNanos();
	}

	/** Somebody sets the wall clock. */
	void setClockForward(Duration duration) {
		this.jump = this.jump.plus(duration);
	}

	@Override
	public void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
		this.observed.add(checkpoint.block().number());
	}

	@Override
	public void failed(CheckpointKey key, StoreCall call, Throwable failure) {
		this.failures.add(call);
	}

}
