package io.headwater.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class PageShutdownTests {

	/** The graceful phase would wait for an open request for as long as this test may. */
	@Test
	@Timeout(120)
	void theApplicationEndsAtOnceThoughSomebodyLooks() throws Exception {
		ConfigurableApplicationContext application = new SpringApplicationBuilder(SampleApplication.class)
			.run("--server.port=0", "--spring.lifecycle.timeout-per-shutdown-phase=4m");
		int port = ((WebServerApplicationContext) application).getWebServer().getPort();
		HttpResponse<Stream<String>> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/feed")).build(),
					BodyHandlers.ofLines());
		Iterator<String> lines = response.body().iterator();
		assertThat(lines.next()).startsWith("data:");
		application.close();
		// It is told the end, not cut off.
		lines.forEachRemaining((line) -> assertThat(line).isNotNull());
	}

}
