package io.headwater.benchmarks.contender;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * What all threads of this JVM have allocated. JVMs before 21 know it of living threads
 * only, which is the same while none ends.
 */
final class AllocatedBytes {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final @Nullable Method TOTAL = total();

	private AllocatedBytes() {
	}

	private static @Nullable Method total() {
		try {
			return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

	static long now() {
		if (TOTAL == null) {
			long[] ofThreads = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
			return Arrays.stream(ofThreads).filter((bytes) -> bytes > 0).sum();
		}
		try {
			return (long) TOTAL.invoke(THREADS);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The JVM does not tell what it has allocated", ex);
		}
	}

}
