package io.headwater.test;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Runs something beside a test, on a thread of its own: the common pool may have one
 * thread only, which the JDK's client needs.
 */
final class Background {

	private Background() {
	}

	static <T> FutureTask<T> run(Callable<T> task) {
		FutureTask<T> future = new FutureTask<>(task);
		Thread thread = new Thread(future, "background");
		thread.setDaemon(true);
		thread.start();
		return future;
	}

}
