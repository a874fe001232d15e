package io.headwater.benchmarks.contender;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The same application that follows nothing: what is measured of it is Spring Boot's. Its
 * one head is that it has started.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EmptyApplication {

	public static void main(String[] args) throws Exception {
		ProbeChannel channel = new ProbeChannel();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(EmptyApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "headwater.enabled=false")
			.run()) {
			channel.probe(0).head(0);
			channel.serve();
		}
	}

}
