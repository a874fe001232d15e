package io.headwater.transport.tomcat;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.apache.tomcat.websocket.WsRemoteEndpointImplClient;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Tomcat silent about what we do with it: of a handshake it logs the whole address
 * (at TRACE) and what the node sent (at WARN), of each write that fails the stack trace
 * (at WARN), of a close frame the reason that the node gave (at TRACE). How handshakes
 * and connections end is told by Headwater. Other users of Tomcat's WebSocket in the same
 * JVM are heard as before, but for the reasons of close frames.
 */
final class TomcatLog {

	private static final ThreadLocal<Boolean> OURS = ThreadLocal.withInitial(() -> false);

	/** As a {@link jakarta.websocket.CloseReason} has it in its text form. */
	private static final String REASON = "CloseReason: code [";

	/** Held, since nobody else may hold them, and a filter goes with its logger. */
	private static final List<Logger> LOGGERS = List.of(Logger.getLogger(WsWebSocketContainer.class.getName()),
			Logger.getLogger(WsRemoteEndpointImplClient.class.getName()), Logger.getLogger(WsSession.class.getName()));

	private TomcatLog() {
	}

	/**
	 * Begin to hold back what is logged by tasks that are run quietly.
	 */
	static synchronized void install() {
		for (Logger logger : LOGGERS) {
			Filter filter = logger.getFilter();
			if (!(filter instanceof OthersOnly)) {
				logger.setFilter(new OthersOnly(filter));
			}
		}
	}

	/**
	 * Run something of which Tomcat shall say nothing.
	 * @param task what to run
	 * @throws E if the task does
	 */
	static <E extends Exception> void quietly(Task<E> task) throws E {
		boolean already = OURS.get();
		OURS.set(true);
		try {
			task.run();
		}
		finally {
			OURS.set(already);
		}
	}

	/**
	 * What is run quietly.
	 *
	 * @param <E> what it throws
	 */
	interface Task<E extends Exception> {

		void run() throws E;

	}

	/**
	 * Holds back what is logged by a thread of ours, and reasons of close frames.
	 */
	private static final class OthersOnly implements Filter {

		private final @Nullable Filter before;

		OthersOnly(@Nullable Filter before) {
			this.before = before;
		}

		@Override
		public boolean isLoggable(LogRecord logRecord) {
			return !OURS.get() && !hasReason(logRecord) && (this.before == null || this.before.isLoggable(logRecord));
		}

		private static boolean hasReason(LogRecord logRecord) {
			String message = logRecord.getMessage();
			return message != null && message.contains(REASON);
		}

	}

}
