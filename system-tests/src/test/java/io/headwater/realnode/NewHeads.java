package io.headwater.realnode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The numbers of the heads a node announces.
 */
final class NewHeads implements WebSocket.Listener, AutoCloseable {

	private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();

	private final StringBuilder text = new StringBuilder();

	private final WebSocket socket;

	private NewHeads(URI url) {
		this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, this).join();
	}

	static NewHeads of(RealNode node) throws InterruptedException {
		NewHeads heads = new NewHeads(node.wsUrl());
		heads.socket.sendText("""
				{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}""", true).join();
		heads.next();
		return heads;
	}

	List<Integer> next(int count) throws InterruptedException {
		List<Integer> numbers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			numbers.add(Integer.decode(next().at("/params/result/number").asString()));
		}
		return numbers;
	}

	private JsonNode next() throws InterruptedException {
		JsonNode message = this.messages.poll(10, TimeUnit.SECONDS);
		if (message == null) {
			throw new AssertionError("The node announced nothing for 10 seconds");
		}
		return message;
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.messages.add(JsonMapper.shared().readTree(this.text.toString()));
			this.text.setLength(0);
		}
		socket.request(1);
		return null;
	}

	@Override
	public void close() {
		this.socket.abort();
	}

}
