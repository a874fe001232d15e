package io.headwater.autoconfigure;

import java.util.concurrent.ThreadFactory;

import io.headwater.stream.StreamThreads;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Threads of the kind that the application uses.
 */
final class ThreadKind {

	private ThreadKind() {
	}

	static StreamThreads of(Environment environment) {
		return Threading.VIRTUAL.isActive(environment) ? ThreadKind::virtualThreads : ThreadKind::platformThreads;
	}

	private static ThreadFactory virtualThreads(String name) {
		return new VirtualThreadTaskExecutor(name + "-").getVirtualThreadFactory();
	}

	private static ThreadFactory platformThreads(String name) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(name + "-");
		threads.setDaemon(true);
		return threads;
	}

}
