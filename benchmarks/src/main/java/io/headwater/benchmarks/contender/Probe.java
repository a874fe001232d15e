package io.headwater.benchmarks.contender;

import io.headwater.benchmarks.process.NanoTimes;
import org.jspecify.annotations.Nullable;

/**
 * What stands where an application would have its listener: it counts the heads of one
 * chain, looks whether they come in order, and notes when they do. It is told them by one
 * thread at a time.
 */
public final class Probe {

	private final Runnable atFirst;

	private long delivered;

	private long disordered;

	private long last;

	private volatile long awaited = Long.MAX_VALUE;

	private volatile Runnable atAwaited = () -> {
	};

	private volatile @Nullable NanoTimes arrivals;

	/**
	 * Create a probe.
	 * @param atFirst called at the first head
	 */
	public Probe(Runnable atFirst) {
		this.atFirst = atFirst;
	}

	/**
	 * Take a head.
	 * @param number its number
	 */
	public void head(long number) {
		NanoTimes arrivals = this.arrivals;
		if (arrivals != null) {
			arrivals.add(System.nanoTime());
		}
		if (this.delivered++ == 0) {
			this.last = number;
			this.atFirst.run();
		}
		else {
			if (number != this.last + 1) {
				this.disordered++;
			}
			this.last = number;
		}
		if (number >= this.awaited) {
			this.awaited = Long.MAX_VALUE;
			this.atAwaited.run();
		}
	}

	/**
	 * Wait for a head that has not been announced yet.
	 * @param number its number
	 * @param reached called when it comes
	 */
	void await(long number, Runnable reached) {
		this.atAwaited = reached;
		this.awaited = number;
	}

	/**
	 * Note when the next heads come.
	 * @param capacity the most that are noted
	 */
	void record(int capacity) {
		this.arrivals = new NanoTimes(capacity);
	}

	/**
	 * Return when they came, and note no more.
	 */
	NanoTimes recorded() {
		NanoTimes arrivals = this.arrivals;
		this.arrivals = null;
		return (arrivals != null) ? arrivals : new NanoTimes(0);
	}

	long delivered() {
		return this.delivered;
	}

	long disordered() {
		return this.disordered;
	}

	long last() {
		return this.last;
	}

}
