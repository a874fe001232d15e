package io.headwater.endurance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.headwater.NewHeadEvent;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/**
 * One of several instances with checkpoints in one database. Its listeners take their
 * time, so that it is mostly in the midst of an event when it is frozen or killed.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
@Import(CheckpointedApplication.class)
class ReplicaApplication {

	private static final Duration EVENT_TAKES = Duration.ofMillis(30);

	public static void main(String[] args) {
		FollowingApplication.run(ReplicaApplication.class, args);
	}

	@Bean
	SlowListener slowListener() {
		return new SlowListener();
	}

	static final class SlowListener {

		private final CountDownLatch never = new CountDownLatch(1);

		@EventListener
		void on(NewHeadEvent event) throws InterruptedException {
			this.never.await(EVENT_TAKES.toMillis(), TimeUnit.MILLISECONDS);
		}

	}

}
