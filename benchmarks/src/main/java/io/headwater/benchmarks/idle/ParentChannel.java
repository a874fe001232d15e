package io.headwater.benchmarks.idle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How a process that is measured speaks to the bench: marked lines, so that they are not
 * taken for its log. It ends when the bench does.
 */
final class ParentChannel {

	static final String MARK = "@idle ";

	static final String THREADS_END = "end of threads, started so far: ";

	private final PrintStream out;

	ParentChannel(PrintStream out) {
		this.out = out;
	}

	void say(String line) {
		this.out.println(MARK + line);
		this.out.flush();
	}

	/**
	 * Tell of the threads whenever the bench asks. Waits in between, and returns when the
	 * bench lets go.
	 */
	void serve() throws IOException, JMException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (in.readLine() != null) {
			threadDump().lines().filter(ThreadNames::tells).forEach(this::say);
			say(THREADS_END + ManagementFactory.getThreadMXBean().getTotalStartedThreadCount());
		}
	}

	/** What jcmd's Thread.print says, without a thread that listens for jcmd. */
	private static String threadDump() throws JMException {
		ObjectName command = new ObjectName("com.sun.management:type=DiagnosticCommand");
		return (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(command, "threadPrint", new Object[] { new String[0] }, new String[] { String[].class.getName() });
	}

}
