package io.headwater.endurance;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;

/**
 * Watches how far the heap of this JVM fills between collections, and how much of it they
 * leave.
 */
final class HeapPeaks {

	private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.map(MemoryPoolMXBean::getName)
		.collect(Collectors.toUnmodifiableSet());

	private final AtomicLong used = new AtomicLong();

	private final AtomicLong left = new AtomicLong();

	private HeapPeaks() {
	}

	static HeapPeaks watch() {
		HeapPeaks peaks = new HeapPeaks();
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener(peaks::take, null, null);
		}
		return peaks;
	}

	private void take(Notification notification, Object handback) {
		if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
			GcInfo collection = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
				.getGcInfo();
			this.used.accumulateAndGet(heap(collection.getMemoryUsageBeforeGc()), Math::max);
			this.left.accumulateAndGet(heap(collection.getMemoryUsageAfterGc()), Math::max);
		}
	}

	private static long heap(Map<String, MemoryUsage> pools) {
		return pools.entrySet()
			.stream()
			.filter((pool) -> HEAP_POOLS.contains(pool.getKey()))
			.mapToLong((pool) -> pool.getValue().getUsed())
			.sum();
	}

	/** The most that was used and the most that a collection left, in bytes. */
	String toLineAndForget() {
		long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		return Math.max(now, this.used.getAndSet(0)) + " " + this.left.getAndSet(0);
	}

}
