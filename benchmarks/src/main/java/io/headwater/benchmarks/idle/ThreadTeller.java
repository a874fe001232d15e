package io.headwater.benchmarks.idle;

import java.io.IOException;
import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.ObjectName;

import io.headwater.benchmarks.process.ParentChannel;

/**
 * Tells the bench of this process's threads.
 */
final class ThreadTeller {

	static final String END = "end of threads, started so far: ";

	private ThreadTeller() {
	}

	/**
	 * Tell of the threads whenever the bench asks. Waits in between, and returns when the
	 * bench lets go.
	 */
	static void serve(ParentChannel parent) throws IOException, JMException {
		while (parent.hear() != null) {
			threadDump().lines().filter(ThreadNames::tells).forEach(parent::say);
			parent.say(END + ManagementFactory.getThreadMXBean().getTotalStartedThreadCount());
		}
	}

	/** What jcmd's Thread.print says, without a thread that listens for jcmd. */
	private static String threadDump() throws JMException {
		ObjectName command = new ObjectName("com.sun.management:type=DiagnosticCommand");
		return (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(command, "threadPrint", new Object[] { new String[0] }, new String[] { String[].class.getName() });
	}

}
