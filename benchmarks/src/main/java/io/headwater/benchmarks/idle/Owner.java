package io.headwater.benchmarks.idle;

import java.util.Set;

/**
 * Whose thread it is.
 */
enum Owner {

	HEADWATER("Headwater"),

	CONTAINER_IO("Tomcat's I/O"),

	CONTAINER_BACKGROUND("Tomcat's background thread"),

	JVM("the JVM's own"),

	OTHER("the application's and others");

	/** Those of the JVM's own threads that are Java threads. */
	private static final Set<String> JAVA_THREADS_OF_JVM = Set.of("Reference Handler", "Finalizer", "Signal Dispatcher",
			"Service Thread", "Monitor Deflation Thread", "Common-Cleaner", "Notification Thread", "Attach Listener",
			"Cleaner-0", "Sweeper thread", "DestroyJavaVM");

	private final String label;

	Owner(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	/**
	 * Tell by what the JVM calls a thread.
	 * @param name the thread's whole name
	 * @param javaThread whether it is one that runs Java code
	 */
	static Owner ofName(String name, boolean javaThread) {
		if (name.startsWith("headwater-")) {
			return HEADWATER;
		}
		if (name.startsWith("WebSocketClient-")) {
			return CONTAINER_IO;
		}
		if (name.startsWith("WebSocket background")) {
			return CONTAINER_BACKGROUND;
		}
		boolean jvm = !javaThread || JAVA_THREADS_OF_JVM.contains(name) || name.contains(" CompilerThread");
		return jvm ? JVM : OTHER;
	}

	/**
	 * Tell by the kernel's name, for a thread that the JVM does not list. Newer JVMs keep
	 * the first seven characters and the last six of a long name.
	 */
	static Owner ofComm(String comm) {
		if (comm.startsWith("headwat")) {
			return HEADWATER;
		}
		if (comm.startsWith("WebSocketClient") || (comm.startsWith("WebSock..") && comm.contains("IO-"))) {
			return CONTAINER_IO;
		}
		if (comm.startsWith("WebSocket backg") || comm.equals("WebSock..essing")) {
			return CONTAINER_BACKGROUND;
		}
		// The launcher, which waits for the main thread, and what only the JVM starts.
		boolean jvm = comm.equals("java") || comm.startsWith("GC Thread") || comm.startsWith("G1 ")
				|| comm.contains("ompile");
		return jvm ? JVM : OTHER;
	}

}
