package io.headwater.benchmarks.dispatch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.headwater.NewHeadEvent;
import io.headwater.benchmarks.chain.LinkedHeads;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.DispatchSettings;
import io.headwater.dispatch.IsolatingEventListenerFactory;
import io.headwater.dispatch.Publisher;
import io.headwater.dispatch.Step;
import io.headwater.observability.MeteredDispatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * An event on its way to {@code @EventListener} methods, in plain Spring and through a
 * publisher, which runs on the benchmark's thread. What one more listener costs is the
 * difference between ten and one, divided by nine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ListenerCallBenchmark {

	private static final int EVENTS = 1000;

	private static final DispatchSettings SETTINGS = NeverFull.settings(EVENTS);

	private final List<Step> steps = new ArrayList<>();

	private final AnnotationConfigApplicationContext plain = new AnnotationConfigApplicationContext();

	private final AnnotationConfigApplicationContext isolated = new AnnotationConfigApplicationContext();

	private final DispatchObserver meters = new MeteredDispatch(new SimpleMeterRegistry(), Clock.systemUTC(),
			System::nanoTime, true);

	@Param({ "1", "10" })
	private int listeners;

	/**
	 * Start an application context of plain listeners, and one of isolated ones.
	 */
	@Setup
	public void start() {
		LinkedHeads.events(EVENTS).forEach((event) -> this.steps.add(new Step(List.of(event), 0)));
		this.isolated.registerBean(IsolatingEventListenerFactory.class);
		for (AnnotationConfigApplicationContext context : List.of(this.plain, this.isolated)) {
			for (int i = 0; i < this.listeners; i++) {
				context.registerBean("listener" + i, CountingListener.class);
			}
			context.refresh();
		}
	}

	/**
	 * Close both.
	 */
	@TearDown
	public void stop() {
		this.plain.close();
		this.isolated.close();
	}

	/**
	 * Publish in plain Spring.
	 */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void plainSpring() {
		for (Step step : this.steps) {
			this.plain.publishEvent(step.events().get(0));
		}
	}

	/**
	 * Deliver to isolated listeners that nobody measures.
	 */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void isolated() {
		deliver(DispatchObserver.NONE);
	}

	/**
	 * Deliver to isolated listeners that are timed.
	 */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void isolatedAndTimed() {
		deliver(this.meters);
	}

	private void deliver(DispatchObserver observer) {
		OnThisThread thread = new OnThisThread();
		Publisher publisher = new Publisher(SETTINGS, this.isolated, (step, events) -> {
			events.run();
			thread.delivered();
		}, observer, thread, Clock.systemUTC(), System::nanoTime);
		thread.publisher = publisher;
		this.steps.forEach(publisher::offer);
		publisher.start(thread::of);
		thread.runTask();
	}

	/**
	 * Lets the publisher run where it was started.
	 */
	private static final class OnThisThread extends NeverFull {

		private @Nullable Publisher publisher;

		private int delivered;

		private Runnable task = () -> {
		};

		Thread of(Runnable task) {
			this.task = task;
			return new Thread(() -> {
			});
		}

		void runTask() {
			this.task.run();
		}

		void delivered() {
			if (++this.delivered == EVENTS && this.publisher != null) {
				this.publisher.close();
			}
		}

	}

	/**
	 * Does next to nothing.
	 */
	public static class CountingListener {

		private long sum;

		/**
		 * Count.
		 * @param event the event
		 */
		@EventListener
		public void on(NewHeadEvent event) {
			this.sum += event.head().number();
		}

		/**
		 * Return what was counted, so that it must be.
		 * @return the sum
		 */
		public long sum() {
			return this.sum;
		}

	}

}
