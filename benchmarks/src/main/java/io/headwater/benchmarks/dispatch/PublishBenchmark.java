package io.headwater.benchmarks.dispatch;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.benchmarks.chain.LinkedHeads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
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
 * What Spring alone takes to publish: an event of a class of its own, as Headwater's are,
 * and any object, which Spring wraps.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublishBenchmark {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final List<NewHeadEvent> events = LinkedHeads.events(1);

	private final Head head = this.events.get(0).head();

	@Param({ "1", "10" })
	private int listeners;

	/**
	 * Start an application context.
	 */
	@Setup
	public void start() {
		for (int i = 0; i < this.listeners; i++) {
			this.context.registerBean("listener" + i, CountingListener.class);
		}
		this.context.refresh();
	}

	/**
	 * Close it.
	 */
	@TearDown
	public void stop() {
		this.context.close();
	}

	/**
	 * Publish an event.
	 */
	@Benchmark
	public void event() {
		this.context.publishEvent(this.events.get(0));
	}

	/**
	 * Publish an object.
	 */
	@Benchmark
	public void object() {
		this.context.publishEvent(this.head);
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
		 * Count.
		 * @param head the head
		 */
		@EventListener
		public void on(Head head) {
			this.sum += head.number();
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
