package io.headwater.benchmarks.idle;

import io.headwater.benchmarks.idle.ThreadNames.Named;
import io.headwater.benchmarks.process.ThreadCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadNamesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"headwater-main-publisher-1" #31 daemon prio=5 os_prio=0 cpu=3.21ms elapsed=9.1s tid=0x00007f nid=0x2a waiting on condition  [0x00007f] | headwater-main-publisher-1 | HEADWATER
					"headwater-main-publisher-1" #31 [42] daemon prio=5 os_prio=0 cpu=3.21ms elapsed=9.1s tid=0x00007f nid=42 waiting on condition  [0x00007f] | headwater-main-publisher-1 | HEADWATER
					"WebSocketClient-AsyncIO-1" #33 daemon prio=5 os_prio=0 tid=0x00007f nid=42 runnable | WebSocketClient-AsyncIO-1 | CONTAINER_IO
					"WebSocket background processing" #34 daemon prio=5 tid=0x00007f nid=42 waiting | WebSocket background processing | CONTAINER_BACKGROUND
					"VM Periodic Task Thread" os_prio=0 cpu=1.23ms elapsed=9.1s tid=0x00007f nid=0x2a waiting on condition | VM Periodic Task Thread | JVM
					"C2 CompilerThread0" #9 daemon prio=9 os_prio=0 tid=0x00007f nid=0x2a waiting on condition | C2 CompilerThread0 | JVM
					"main" #1 prio=5 os_prio=0 tid=0x00007f nid=0x2a runnable  [0x00007f] | main | OTHER
					""")
	void findsNameAndOwnerInThreadDump(String line, String name, Owner owner) {
		ThreadNames names = new ThreadNames();
		names.add(line);
		assertThat(names.of(new ThreadCounters(42, "comm", 0, 0, 0, 0))).isEqualTo(new Named(name, owner));
	}

	@Test
	void tellsTheContainersNamelessThreadByItsStack() {
		ThreadNames names = new ThreadNames();
		names.add("\"Thread-1\" #36 daemon prio=5 os_prio=0 tid=0x00007f nid=0x2a runnable  [0x00007f]");
		names.add("\tat sun.nio.ch.EPollPort$EventHandlerTask.poll(java.base@17.0.15/EPollPort.java:200)");
		assertThat(names.of(new ThreadCounters(42, "Thread-1", 0, 0, 0, 0)))
			.isEqualTo(new Named("Thread-1", Owner.CONTAINER_IO));
	}

	@ParameterizedTest
	@CsvSource({ "headwater-main-, HEADWATER", "headwat..iter-1, HEADWATER", "WebSocketClient, CONTAINER_IO",
			"WebSock..cIO-12, CONTAINER_IO", "WebSocket backg, CONTAINER_BACKGROUND",
			"WebSock..essing, CONTAINER_BACKGROUND", "C2 CompilerThre, JVM", "java, JVM", "Thread-7, OTHER" })
	void fallsBackOnTheNameThatTheKernelKnows(String comm, Owner owner) {
		assertThat(new ThreadNames().of(new ThreadCounters(42, comm, 0, 0, 0, 0))).isEqualTo(new Named(comm, owner));
	}

}
