package io.headwater.sample;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.Scanner;

import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class PageReadingTests {

	@Test
	@Timeout(120)
	void wakesUpForReadingsOnlyWhileSomebodyLooks() throws Exception {
		try (SimulatedNode node = SimulatedNode.create(new SimulatedChain(5)).start();
				ConfigurableApplicationContext application = new SpringApplicationBuilder(SampleApplication.class)
					.run("--server.port=0", "--headwater.chains.main.nodes[0].url=" + node.url())) {
			Queue<Runnable> scheduled = application.getBean(ThreadPoolTaskScheduler.class)
				.getScheduledThreadPoolExecutor()
				.getQueue();
			assertThat(scheduled).isEmpty();
			int port = ((WebServerApplicationContext) application).getWebServer().getPort();
			InputStream feed = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/feed")).build(),
						BodyHandlers.ofInputStream())
				.body();
			try (Scanner lines = new Scanner(feed, StandardCharsets.UTF_8)) {
				assertThat(lines.findWithinHorizon("\"type\":\"Reading\"", 0)).isNotNull();
				assertThat(lines.findWithinHorizon("\"type\":\"Reading\"", 0)).isNotNull();
				assertThat(scheduled).hasSizeLessThanOrEqualTo(1);
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(scheduled::isEmpty);
		}
	}

}
