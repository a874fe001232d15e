package io.headwater.stream;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import org.awaitility.Awaitility;

import org.springframework.context.event.EventListener;

/**
 * Follows the walk without keeping it: each head has to stand on the one before, or on
 * the common ancestor of a reorg.
 */
class FollowingListener {

	private static final int HEADS_BETWEEN_LOOKS = 10_000;

	private volatile BlockRef tip;

	private volatile String fault;

	private volatile int reverted;

	private volatile long mostHeapAfterGc;

	@EventListener
	void on(NewHeadEvent event) {
		Hash parent = event.head().parentHash();
		if (this.tip != null && !(event.head().number() == this.tip.number() + 1 && parent.equals(this.tip.hash()))) {
			this.fault = event.head().ref() + " does not stand on " + this.tip;
		}
		this.tip = event.head().ref();
		if (this.tip.number() % HEADS_BETWEEN_LOOKS == 0) {
			this.mostHeapAfterGc = Math.max(this.mostHeapAfterGc, heapAfterGc());
		}
	}

	static long heapAfterGc() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@EventListener
	void on(ReorgEvent event) {
		if (!event.reverted().get(0).equals(this.tip)) {
			this.fault = event + " does not revert " + this.tip;
		}
		this.reverted += event.depth();
		this.tip = event.commonAncestor();
	}

	void await(BlockRef head) {
		await(head, Duration.ofMinutes(3));
	}

	void await(BlockRef head, Duration patience) {
		Awaitility.await("head " + head)
			.atMost(patience)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.fault != null || head.equals(this.tip));
		if (this.fault != null) {
			throw new AssertionError(this.fault);
		}
	}

	int reverted() {
		return this.reverted;
	}

	long mostHeapAfterGc() {
		return this.mostHeapAfterGc;
	}

}
