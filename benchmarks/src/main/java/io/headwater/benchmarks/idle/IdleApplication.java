package io.headwater.benchmarks.idle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.headwater.NewHeadEvent;
import io.headwater.benchmarks.process.ParentChannel;
import io.headwater.stream.HeadStreams;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * The application that is measured, with Headwater switched on or off: no web server, the
 * meters of Spring Boot, one listener. Its main thread waits for the bench.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class IdleApplication {

	private static final long FIRST_HEAD_SECONDS = 60;

	static final String READY = "ready";

	private final CountDownLatch firstHead = new CountDownLatch(1);

	@EventListener
	void on(NewHeadEvent event) {
		this.firstHead.countDown();
	}

	public static void main(String[] args) throws Exception {
		ParentChannel parent = ParentChannel.ofThisProcess();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(IdleApplication.class)
			.web(WebApplicationType.NONE)
			.run(args)) {
			if (context.getBeanProvider(HeadStreams.class).getIfAvailable() != null) {
				context.getBean(IdleApplication.class).awaitFirstHead();
			}
			parent.say(READY);
			ThreadTeller.serve(parent);
		}
	}

	/** The first head is the node's genesis block, after which nothing comes. */
	private void awaitFirstHead() throws InterruptedException {
		if (!this.firstHead.await(FIRST_HEAD_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("No head within " + FIRST_HEAD_SECONDS + " s");
		}
	}

}
