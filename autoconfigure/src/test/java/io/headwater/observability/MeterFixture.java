package io.headwater.observability;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.ChainEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.dispatch.ListenerOutcome;
import io.headwater.dispatch.SampleEvents;
import io.headwater.stream.HeadStreams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * All that measures, told by a test what happens, under a time that the test sets.
 */
final class MeterFixture {

	static final String LISTENER = "wallet.on(NewHeadEvent)";

	static final CheckpointKey KEY = new CheckpointKey("application", "main");

	static final Checkpoint CHECKPOINT = new Checkpoint(1, SampleEvents.head(1).head().ref(), 1, null, null, null,
			null);

	final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	final AtomicLong nanoTime = new AtomicLong();

	/** Five seconds after the timestamp of sample head 10. */
	final Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000 + 12 * 10 + 5), ZoneOffset.UTC);

	final MeteredDispatch dispatch = new MeteredDispatch(this.registry, this.clock, this.nanoTime::get, true);

	final MeteredCheckpoints checkpoints = new MeteredCheckpoints(this.registry);

	final MeteredStreams streams = new MeteredStreams(this.registry);

	/** Kept, since gauges would not keep it from being collected. */
	private HeadStreams read;

	/**
	 * Tell the first attempt at an event, whose step has waited for a nanosecond.
	 */
	void deliver(ChainEvent event) {
		this.dispatch.delivering(event, 1, 1);
	}

	void finish(ChainEvent event, String listener, long nanos, Throwable failure) {
		this.dispatch.listenerCalled(event, listener);
		this.dispatch.listenerFinished(event, listener, nanos,
				(failure != null) ? ListenerOutcome.FAILURE : ListenerOutcome.SUCCESS, failure);
	}

	/**
	 * Let the gauges read the streams of an application, none of which is started.
	 */
	void bindStreams(String... properties) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withPropertyValues("headwater.defaults.auto-startup=false",
					"headwater.chains.main.nodes[0].url=ws://node.example")
			.withPropertyValues(properties)
			.run((context) -> {
				this.read = context.getBean(HeadStreams.class);
				new StreamGauges(this.read).bindTo(this.registry);
			});
	}

	double heads(String chain, String origin) {
		return this.registry.get("headwater.heads").tags("chain", chain, "origin", origin).counter().count();
	}

	double number(String meter) {
		return this.registry.get(meter).tags("chain", "main").gauge().value();
	}

}
