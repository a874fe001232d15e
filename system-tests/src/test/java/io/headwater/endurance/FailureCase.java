package io.headwater.endurance;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can go wrong with a node. Wherever a node can say something, it repeats what it
 * was asked: the address and the headers, with the secrets in them.
 */
enum FailureCase implements Behaviour {

	UNAUTHORIZED((connection) -> refuse(connection, "401")),

	FORBIDDEN((connection) -> refuse(connection, "403")),

	NOT_FOUND((connection) -> refuse(connection, "404")),

	TOO_MANY_REQUESTS((connection) -> refuse(connection, "429")),

	UNAVAILABLE((connection) -> refuse(connection, "503")),

	REDIRECTED((connection) -> refuse(connection, "302")),

	NO_UPGRADE((connection) -> refuse(connection, "200")),

	GARBAGE_STATUS_LINE((connection) -> {
		connection.write(bytes(oneLine(connection.readRequest()) + "\r\n\r\n"));
		connection.hearOut();
	}),

	NO_ACCEPT_KEY((connection) -> {
		String echo = oneLine(connection.readRequest());
		connection.write(bytes("HTTP/1.1 101 " + echo + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + echo + "\r\n\r\n"));
		connection.hearOut();
	}),

	DECODED_IN_A_REFUSAL((connection) -> {
		String echo = decoded(connection.readRequest());
		connection.write(bytes("HTTP/1.1 401 " + echo + "\r\nWWW-Authenticate: Basic realm=\"" + echo
				+ "\"\r\nContent-Length: " + echo.length() + "\r\n\r\n" + echo));
		connection.hearOut();
	}),

	DECODED_IN_AN_ERROR((connection) -> fail(connection, decoded(connection.shakeHands()))),

	DECODED_IN_A_LATER_ERROR((connection) -> {
		String echo = decoded(connection.shakeHands());
		connection.write(failing(connection.relayUntilSubscribed(), echo));
		fail(connection, echo);
	}),

	DECODED_IN_A_CLOSE_REASON((connection) -> {
		String echo = decoded(connection.shakeHands());
		connection.write(Frames.last(Frames.CLOSE, bytes("\u000f\u00a1" + echo.substring(0, 100))));
		connection.relay(Integer.MAX_VALUE);
	}),

	PARTS_OF_A_TOKEN((connection) -> {
		String token = header(connection.shakeHands(), "X-Key");
		fail(connection, "no " + token.substring(3, token.length() - 2) + " nor ..." + token.substring(12) + " nor "
				+ token.substring(0, 18) + "****");
	}),

	SILENT_HANDSHAKE(HostileConnection::hearOut),

	CUT_HANDSHAKE(HostileConnection::readRequest),

	TLS_AT_A_PLAIN_PORT((connection) -> {
		connection.write(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
		connection.hearOut();
	}),

	TLS_WITHOUT_A_CERTIFICATE(HostileConnection::readRequest),

	TLS_OF_NO_KNOWN_ISSUER(HostileConnection::readRequest),

	MASKED_FRAME((connection) -> say(connection, (echo) -> Frames.frame(Frames.LAST | Frames.TEXT, 0x80, bytes(echo)))),

	RESERVED_BITS((connection) -> say(connection, (echo) -> Frames.frame(0x70 | Frames.TEXT, 100, bytes(echo)))),

	NO_UTF_8((connection) -> say(connection, (echo) -> Frames.last(Frames.TEXT, bytes(echo + "\u00ff")))),

	BINARY("LIVE", (connection) -> say(connection, (echo) -> Frames.last(Frames.BINARY, bytes(echo)))),

	NO_JSON("LIVE", (connection) -> say(connection, Frames::text)),

	UNKNOWN_MEMBERS("LIVE", (connection) -> say(connection, (echo) -> Frames.text("{\"" + echo + "\":1}"))),

	UNKNOWN_SUBSCRIPTION("LIVE",
			(connection) -> say(connection,
					(echo) -> Frames.text(HostileMessages.notification(echo, "\"" + echo + "\"")))),

	ERROR_WITHOUT_ID("LIVE", (connection) -> say(connection, (echo) -> Frames.text("{\"id\":null," + error(echo)))),

	CLOSED_WITH_A_REASON((connection) -> say(connection,
			(echo) -> Frames.last(Frames.CLOSE, bytes("\u000f\u00a1" + echo.substring(0, 100))))),

	CUT_IN_A_FRAME((connection) -> {
		connection.shakeHands();
		connection.write(Frames.frame(Frames.LAST | Frames.TEXT, 100, bytes("{")));
	}),

	MUTE((connection) -> {
		connection.shakeHands();
		connection.awaitEnd();
	}),

	WRONG_CHAIN((connection) -> {
		connection.shakeHands();
		connection.relay(Integer.MAX_VALUE);
	}),

	FIRST_CALL_FAILS((connection) -> fail(connection, oneLine(connection.shakeHands()))),

	SUBSCRIPTION_FAILS((connection) -> {
		String echo = oneLine(connection.shakeHands());
		connection.write(failing(connection.relayUntilSubscribed(), echo));
		fail(connection, echo);
	}),

	LATER_CALLS_FAIL("LIVE", (connection) -> {
		String echo = oneLine(connection.shakeHands());
		connection.write(Frames.text(connection.relayUntilSubscribed()));
		fail(connection, echo);
	}),

	RESULTS_ARE_SOMETHING_ELSE((connection) -> {
		String echo = oneLine(connection.shakeHands());
		while (true) {
			connection.write(Frames.text(HostileMessages.withResult(connection.nextMessage(), "\"" + echo + "\"")));
		}
	}),

	NO_ANSWER_TO_OUR_CLOSE("LIVE", (connection) -> {
		connection.shakeHands();
		try {
			connection.relay(Integer.MAX_VALUE);
		}
		catch (EOFException ex) {
			// The honest node has answered, but the client does not hear of it.
			connection.awaitEnd();
		}
	});

	private static final Pattern RESULT = Pattern.compile("\"(result|error)\":.*}$");

	static final String FAILED = "WAITING|REFUSED";

	private final Behaviour behaviour;

	private final String states;

	FailureCase(Behaviour behaviour) {
		this(FAILED, behaviour);
	}

	FailureCase(String states, Behaviour behaviour) {
		this.states = states;
		this.behaviour = behaviour;
	}

	/** The states of the connection in one of which it is seen, a regular expression. */
	String states() {
		return this.states;
	}

	String chain() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	boolean isTls() {
		return name().startsWith("TLS");
	}

	@Override
	public void play(HostileConnection connection) throws IOException {
		this.behaviour.play(connection);
	}

	private static void refuse(HostileConnection connection, String status) throws IOException {
		String request = connection.readRequest();
		String echo = oneLine(request);
		connection.write(bytes("HTTP/1.1 " + status + " " + echo + "\r\nLocation: ws://127.0.0.1:"
				+ connection.node().port() + echo.split(" ")[1] + "\r\nX-Echo: " + echo
				+ "\r\nRetry-After: 120\r\nContent-Length: " + request.length() + "\r\n\r\n" + request));
		connection.hearOut();
	}

	/** Say something as soon as the handshake is done, and be honest otherwise. */
	private static void say(HostileConnection connection, Function<String, byte[]> words) throws IOException {
		String echo = oneLine(connection.shakeHands());
		connection.write(words.apply(echo));
		connection.relay(Integer.MAX_VALUE);
	}

	private static void fail(HostileConnection connection, String echo) throws IOException {
		while (true) {
			connection.write(failing(connection.nextMessage(), echo));
		}
	}

	private static byte[] failing(String reply, String echo) {
		return Frames.text(RESULT.matcher(reply).replaceFirst(Matcher.quoteReplacement(error(echo))));
	}

	private static String error(String echo) {
		return "\"error\":{\"code\":-32000,\"message\":\"" + echo + "\",\"data\":\"" + echo + "\"}}";
	}

	/** As a node tells whom it does not know, from what it has decoded. */
	private static String decoded(String request) {
		String pair = new String(
				Base64.getDecoder().decode(header(request, "Authorization").substring("Basic ".length())),
				StandardCharsets.UTF_8);
		String[] parts = pair.split(":");
		return "invalid password " + parts[1] + " for " + parts[0] + ", that is " + pair + ", and no key "
				+ header(request, "X-Key");
	}

	private static String header(String request, String name) {
		return request.lines()
			.filter((line) -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
			.map((line) -> line.substring(name.length() + 2))
			.findFirst()
			.orElseThrow();
	}

	/** In JSON and in HTTP headers alike. */
	private static String oneLine(String request) {
		return request.replaceAll("[\r\n\"\\\\]+", " ").strip();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
