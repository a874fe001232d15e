package io.headwater.endurance;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.headwater.ChainEvent;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * A web application with all of Boot's auto-configuration. It is told when to start, and
 * with which arguments, and tells each event as text and as JSON.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CanaryApplication {

	private static final JsonMapper json = new JsonMapper();

	public static void main(String[] args) {
		ConfigurableApplicationContext[] running = new ConfigurableApplicationContext[1];
		Parent.answer((question) -> switch (question) {
			case "port" -> running[0].getEnvironment().getRequiredProperty("local.server.port");
			case "close" -> {
				running[0].close();
				yield "";
			}
			default -> start(question.split("\t"), running);
		});
	}

	private static String start(String[] args, ConfigurableApplicationContext[] running) {
		try {
			running[0] = new SpringApplication(CanaryApplication.class).run(args);
			return "started";
		}
		catch (Exception ex) {
			// As whoever catches it would see it.
			StringWriter trace = new StringWriter();
			ex.printStackTrace(new PrintWriter(trace));
			System.out.println(trace);
			return "failed";
		}
	}

	@EventListener
	void on(ChainEvent event) {
		Parent.tell("event " + event.chain() + " " + event);
		Parent.tell("json " + event.chain() + " " + json.writeValueAsString(event));
	}

}
