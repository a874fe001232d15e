package io.headwater.dispatch;

import java.time.Duration;

import io.headwater.dispatch.FailurePolicy.OnFailure;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Counted listeners of an application, under a policy for their failures.
 */
final class RetryFixture {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	private RetryFixture() {
	}

	/**
	 * Return an application of counted listeners, one of which is not isolated.
	 */
	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withBean(IsolatingEventListenerFactory.class)
			.withBean(CountedListeners.class)
			.withBean(CountedListeners.NotIsolated.class);
	}

	static void run(int maxRetries, OnFailure onFailure, Scenario scenario) {
		runner().run((context) -> {
			try (TestPublisher publisher = publisher(context, maxRetries, onFailure)) {
				scenario.run(publisher, context.getBean(CountedListeners.class));
			}
		});
	}

	static TestPublisher publisher(ApplicationEventPublisher context, int maxRetries, OnFailure onFailure) {
		return new TestPublisher(context, TestPublisher.settings(1024, maxRetries, onFailure), StepBoundary.NONE);
	}

	interface Scenario {

		void run(TestPublisher publisher, CountedListeners listeners) throws Exception;

	}

}
