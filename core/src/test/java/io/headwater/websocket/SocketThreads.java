package io.headwater.websocket;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;

import org.springframework.web.socket.WebSocketMessage;

/**
 * Threads that send to or read from a socket, and whether they are within it.
 */
final class SocketThreads {

	/** The name of the thread that plays a node, where it is not the test's own. */
	static final String NODE = "node";

	private static final String SENDER = "sender";

	private SocketThreads() {
	}

	/** On a thread of its own, since a full socket blocks it. */
	static CompletableFuture<Void> send(ClientFixture client, WebSocketMessage<?> message) {
		return CompletableFuture.runAsync(() -> sendNow(client, message), (task) -> new Thread(task, SENDER).start());
	}

	static void sendNow(ClientFixture client, WebSocketMessage<?> message) {
		try {
			client.session().sendMessage(message);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Until the socket has taken all it can. */
	static void awaitBlockedSender() {
		Awaitility.await().atMost(ClientFixture.PATIENCE).until(() -> isInSocketWithin(SENDER, "flush"));
	}

	/** Until so many senders wait for the one that is in the socket. */
	static void awaitWaitingSenders(int count) {
		Awaitility.await().atMost(ClientFixture.PATIENCE).until(() -> waitingSenders() == count);
	}

	private static long waitingSenders() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().getName().equals(SENDER))
			.filter((entry) -> entry.getKey().getState() != Thread.State.RUNNABLE)
			.filter((entry) -> isWithin(entry.getValue(), "sendMessage"))
			.count();
	}

	static void awaitReaderWithinAMessage() {
		Awaitility.await().atMost(ClientFixture.PATIENCE).until(() -> isInSocketWithin("client-0", "await"));
	}

	/** Until a thread of the test, which plays the node, has filled the socket. */
	static void awaitBlockedNode() {
		Awaitility.await().atMost(ClientFixture.PATIENCE).until(() -> isInSocketWithin(NODE, "send"));
	}

	private static boolean isInSocketWithin(String thread, String method) {
		return Thread.getAllStackTraces().entrySet().stream().anyMatch((entry) -> {
			StackTraceElement[] stack = entry.getValue();
			return entry.getKey().getName().equals(thread) && isWithin(stack, method)
					&& Arrays.stream(stack).anyMatch((frame) -> frame.getClassName().startsWith("sun.nio.ch"));
		});
	}

	private static boolean isWithin(StackTraceElement[] stack, String method) {
		return Arrays.stream(stack).anyMatch((frame) -> frame.getMethodName().equals(method));
	}

}
