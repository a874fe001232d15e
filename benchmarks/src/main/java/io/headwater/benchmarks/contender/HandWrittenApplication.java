package io.headwater.benchmarks.contender;

import java.util.concurrent.ExecutionException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * What one writes without Headwater: Spring's client, a tree of JSON, an event, a
 * listener. It heals nothing, fills no gap and knows no reorganisation.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class HandWrittenApplication extends TextWebSocketHandler {

	private static final String SUBSCRIBE = """
			{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}""";

	private static final int LONGEST_MESSAGE = 1024 * 1024;

	private final JsonMapper json;

	private final ApplicationEventPublisher events;

	private final ProbeChannel channel = new ProbeChannel();

	HandWrittenApplication(JsonMapper json, ApplicationEventPublisher events) {
		this.json = json;
		this.events = events;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		session.setTextMessageSizeLimit(LONGEST_MESSAGE);
		session.sendMessage(new TextMessage(SUBSCRIBE));
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		JsonNode head = this.json.readTree(message.getPayload()).path("params").path("result");
		if (head.isObject()) {
			this.events.publishEvent(HeaderTree.read(head));
		}
	}

	@EventListener
	void on(BlockHeader header) {
		this.channel.probe(0).head(header.number());
	}

	private void connect(String node) throws ExecutionException, InterruptedException {
		new StandardWebSocketClient().execute(this, node).get();
	}

	public static void main(String[] args) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HandWrittenApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "headwater.enabled=false")
			.run()) {
			HandWrittenApplication application = context.getBean(HandWrittenApplication.class);
			application.connect(args[0]);
			application.channel.serve();
		}
	}

}
