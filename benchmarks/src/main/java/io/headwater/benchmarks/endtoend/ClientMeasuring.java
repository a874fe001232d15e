package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;

import io.headwater.benchmarks.process.ProcFiles;
import io.headwater.benchmarks.statistics.Percentiles;

/**
 * Measures one client under one load after another.
 */
final class ClientMeasuring {

	private static final int MEGABYTE = 1024 * 1024;

	private static final int FAST = 1000;

	private static final int SLOW = 10;

	private static final int PARTS_OF_A_SOAK = 10;

	private final Client client;

	private final int chains;

	private final EndToEndOptions options;

	private final Sink sink;

	/**
	 * Create a measuring.
	 * @param client who
	 * @param chains how many chains it follows
	 * @param options for how long
	 * @param sink takes what is measured
	 */
	ClientMeasuring(Client client, int chains, EndToEndOptions options, Sink sink) {
		this.client = client;
		this.chains = chains;
		this.options = options;
		this.sink = sink;
	}

	/**
	 * Flood it, after two floods that warm it up; the second one is measured, too, since
	 * most chains never announce so many heads that the JVM has compiled all, and it
	 * tells how many heads the duration takes.
	 */
	void flood(String setting) throws IOException, InterruptedException {
		warmUp();
		int few = this.options.warmUp();
		Duration duration = flood(setting + " after " + few + " heads", few);
		flood(setting, count(few / seconds(duration)));
	}

	private Duration flood(String setting, int heads) throws IOException, InterruptedException {
		ObjDoubleConsumer<Figure> into = this.sink.of(setting);
		Load load = new Load(into, heads);
		Duration duration = this.client.flood(heads, this.chains);
		load.end();
		into.accept(Figure.RATE, heads * this.chains / seconds(duration));
		return duration;
	}

	private Duration warmUp() throws IOException, InterruptedException {
		return this.client.flood(this.options.warmUp(), this.chains);
	}

	/**
	 * Announce a thousand heads a second, then ten. To be woken for each head is other
	 * work than a flood, so it is done once before it is measured.
	 */
	void paced() throws IOException, InterruptedException {
		this.client.pace(FAST, count(FAST), this.chains);
		paced(FAST, FAST + "/s");
		paced(SLOW, SLOW + "/s");
	}

	/**
	 * Announce ten heads a second on each chain, after a flood over all that warms it up.
	 */
	void slow(String setting) throws IOException, InterruptedException {
		this.client.flood(Math.max(1, this.options.warmUp() / this.chains), this.chains);
		paced(SLOW, setting);
	}

	private void paced(int perSecond, String setting) throws IOException, InterruptedException {
		int heads = count(perSecond);
		ObjDoubleConsumer<Figure> into = this.sink.of(setting);
		Load load = new Load(into, heads);
		Percentiles latencies = new Percentiles(this.client.pace(perSecond, heads, this.chains));
		load.end();
		into.accept(Figure.P50, latencies.atPerMille(500) / 1e3);
		into.accept(Figure.P99, latencies.atPerMille(990) / 1e3);
		into.accept(Figure.P999, latencies.atPerMille(999) / 1e3);
	}

	private int count(double perSecond) {
		return (int) Math.max(1, perSecond * seconds(this.options.duration()));
	}

	/**
	 * Leave it alone, and see what it keeps. The collection comes last.
	 */
	void rest(String setting) throws IOException, InterruptedException {
		this.client.leaveAlone(this.options.settle());
		ProcFiles files = new ProcFiles(this.client.pid());
		ObjDoubleConsumer<Figure> into = this.sink.of(setting);
		into.accept(Figure.THREADS, files.threads().size());
		into.accept(Figure.RSS, files.memoryBytes("VmRSS") / (double) MEGABYTE);
		into.accept(Figure.MOST_RSS, files.memoryBytes("VmHWM") / (double) MEGABYTE);
		into.accept(Figure.HEAP, heap());
	}

	/**
	 * Wait until it has fetched all blocks up to a number. What it does before the first
	 * one is part of its start.
	 */
	void catchUp(long from, long to, Duration untilFirst) throws IOException, InterruptedException {
		ObjDoubleConsumer<Figure> into = this.sink.of("catch-up");
		long begin = this.client.startNanos() + untilFirst.toNanos();
		long end = this.client.awaitFetched(to);
		into.accept(Figure.RATE, (to - from) * 1e9 / (end - begin));
		into.accept(Figure.MOST_RSS, new ProcFiles(this.client.pid()).memoryBytes("VmHWM") / (double) MEGABYTE);
	}

	/**
	 * Flood it with very many heads, and look after each tenth of them at what is left
	 * after a collection. The floods that warm it up fill what keeps the newest heads.
	 */
	void soak() throws IOException, InterruptedException {
		warmUp();
		int part = Math.max(1, this.options.soakHeads() / PARTS_OF_A_SOAK);
		ObjDoubleConsumer<Figure> into = this.sink.of("soak");
		DoubleSummaryStatistics heaps = new DoubleSummaryStatistics();
		double seconds = 0;
		for (int i = 0; i < PARTS_OF_A_SOAK; i++) {
			seconds += seconds(this.client.flood(part, this.chains));
			heaps.accept(heap());
		}
		into.accept(Figure.RATE, part * PARTS_OF_A_SOAK / seconds);
		into.accept(Figure.HEAP, heaps.getAverage());
		into.accept(Figure.HEAP_SWING, heaps.getMax() - heaps.getMin());
		into.accept(Figure.MOST_RSS, new ProcFiles(this.client.pid()).memoryBytes("VmHWM") / (double) MEGABYTE);
	}

	private double heap() throws IOException, InterruptedException {
		return this.client.numbers("memory").getOrDefault("heap", 0L) / (double) MEGABYTE;
	}

	static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	/**
	 * Takes what is measured.
	 */
	interface Sink {

		ObjDoubleConsumer<Figure> of(String setting);

	}

	/**
	 * What the client spends on a number of heads, on each chain.
	 */
	private final class Load {

		private final ObjDoubleConsumer<Figure> into;

		private final double heads;

		private final Map<String, Long> before;

		private final CpuWindow cpu;

		Load(ObjDoubleConsumer<Figure> into, int heads) throws IOException, InterruptedException {
			this.into = into;
			this.heads = (double) heads * ClientMeasuring.this.chains;
			this.before = ClientMeasuring.this.client.numbers("counts");
			this.cpu = new CpuWindow(ClientMeasuring.this.client.pid());
		}

		void end() throws IOException, InterruptedException {
			this.cpu.end();
			this.into.accept(Figure.CPU, this.cpu.cpuMicros() / this.heads);
			this.into.accept(Figure.WAKE_UPS, this.cpu.wakeUps() / this.heads);
			Map<String, Long> after = ClientMeasuring.this.client.numbers("counts");
			if (after.containsKey("allocated")) {
				this.into.accept(Figure.ALLOCATED, difference(after, "allocated") / this.heads);
			}
			double fetched = difference(after, "fetched");
			if (fetched > 0) {
				this.into.accept(Figure.FETCHED, 100 * fetched / this.heads);
			}
		}

		private double difference(Map<String, Long> after, String name) {
			return after.getOrDefault(name, 0L) - this.before.getOrDefault(name, 0L);
		}

	}

}
