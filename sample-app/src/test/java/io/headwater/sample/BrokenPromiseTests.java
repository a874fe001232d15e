package io.headwater.sample;

import io.headwater.NewHeadEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page shows when a promise is not kept, and when the application ends while
 * somebody looks.
 */
class BrokenPromiseTests {

	/** The graceful phase would wait for the page for as long as this test may. */
	@Test
	@Timeout(180)
	void showsWhatComesTwiceAndThatTheApplicationIsAway() {
		Browser.assumePresent();
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(SampleApplication.class,
				Repeater.class)
			.run("--server.port=0", "--sample.block-time=200ms", "--spring.lifecycle.timeout-per-shutdown-phase=5m");
				Browser browser = new Browser()) {
			browser.open(((WebServerApplicationContext) application).getWebServer().getPort());
			browser.await(".contract[data-grade=good]");
			browser.await(".block.tip");
			application.publishEvent(application.getBean(Repeater.class).newest());
			browser.await(".contract[data-grade=poor]");
			assertThat(browser.text(".contract")).isEqualTo("✗ 0 lost · 1 duplicated · in order");
			application.close();
			browser.await("#link[data-state=waiting]");
			assertThat(browser.text("#link")).contains("the application is away");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Repeater {

		private volatile @Nullable NewHeadEvent newest;

		@EventListener
		void on(NewHeadEvent event) {
			this.newest = event;
		}

		NewHeadEvent newest() {
			NewHeadEvent event = this.newest;
			assertThat(event).isNotNull();
			return event;
		}

	}

}
