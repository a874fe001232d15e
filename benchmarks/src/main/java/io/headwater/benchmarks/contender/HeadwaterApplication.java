package io.headwater.benchmarks.contender;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application with Headwater as it comes: meters, timed listeners, checkpoints in
 * memory. The arguments are the number of chains (named {@code c0} and so on), that of
 * listeners, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class HeadwaterApplication {

	private static final int PROPERTIES_FROM = 2;

	public static void main(String[] args) throws Exception {
		int chains = Integer.parseInt(args[0]);
		AtomicLong fetched = new AtomicLong();
		ProbeChannel channel = new ProbeChannel(chains, fetched::get);
		ProbeListener probes = new ProbeListener(channel, chains, fetched);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HeadwaterApplication.class)
			.web(WebApplicationType.NONE)
			.initializers((GenericApplicationContext made) -> register(made, probes, Integer.parseInt(args[1])))
			.properties("spring.main.banner-mode=off")
			.run(Arrays.copyOfRange(args, PROPERTIES_FROM, args.length))) {
			channel.serve();
		}
	}

	private static void register(GenericApplicationContext context, ProbeListener probes, int listeners) {
		context.registerBean("listener0", ProbeListener.class, () -> probes);
		for (int i = 1; i < listeners; i++) {
			context.registerBean("listener" + i, CountingListener.class);
		}
	}

	/**
	 * The one listener, or the first one.
	 */
	static final class ProbeListener {

		private final Map<String, Probe> probes = new HashMap<>();

		private final AtomicLong fetched;

		ProbeListener(ProbeChannel channel, int chains, AtomicLong fetched) {
			for (int i = 0; i < chains; i++) {
				this.probes.put("c" + i, channel.probe(i));
			}
			this.fetched = fetched;
		}

		@EventListener
		void on(NewHeadEvent event) {
			if (event.origin() != HeadOrigin.LIVE) {
				this.fetched.incrementAndGet();
			}
			Probe probe = this.probes.get(event.chain());
			if (probe != null) {
				probe.head(event.head().number());
			}
		}

	}

	/**
	 * One more listener, which does next to nothing.
	 */
	static final class CountingListener {

		private long sum;

		@EventListener
		void on(NewHeadEvent event) {
			this.sum += event.head().number();
		}

		@Override
		public String toString() {
			return "counted to " + this.sum;
		}

	}

}
