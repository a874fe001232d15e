package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.headwater.benchmarks.feed.FeedAddress;
import io.headwater.benchmarks.process.ChildProcess;
import io.headwater.benchmarks.process.ProcFiles;

/**
 * Measures Headwater beside what one would take instead of it, on the same heads, with
 * the same JVM options, each in processes of its own, round by round. <pre>
 * mvn -q -Pbenchmarks -pl benchmarks -am package -DskipTests
 * java -cp benchmarks/target/benchmarks.jar io.headwater.benchmarks.endtoend.EndToEndBench
 * </pre>
 */
public final class EndToEndBench {

	private final EndToEndOptions options;

	private final List<Measurement> measurements = new ArrayList<>();

	private final List<String> failures = new ArrayList<>();

	EndToEndBench(EndToEndOptions options) {
		this.options = options;
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		if (!ProcFiles.areThere()) {
			System.err.println("The end-to-end bench reads /proc and a clock that all processes share, which only"
					+ " Linux has; this is " + System.getProperty("os.name"));
			System.exit(1);
		}
		EndToEndOptions options;
		try {
			options = EndToEndOptions.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(EndToEndOptions.usage());
			System.exit(2);
			return;
		}
		EndToEndBench bench = new EndToEndBench(options);
		bench.run();
		System.out.print(bench.report());
		System.exit(bench.failures.isEmpty() ? 0 : 1);
	}

	/**
	 * Measure all rounds. What was measured is written down after each.
	 */
	void run() throws IOException, InterruptedException {
		Files.createDirectories(this.options.folder());
		Launcher launcher = new Launcher(this.options);
		List<Contender> ready = launcher.prepare();
		System.out.println("JDK " + OtherClients.featureVersion(this.options.jdk()) + " ("
				+ String.join(" ", this.options.jvmOptions()) + "), " + this.options.rounds() + " round(s), "
				+ ClientMeasuring.seconds(this.options.duration()) + " s each load");
		launcher.leftOut().forEach((contender, why) -> System.out.println("without " + contender.label() + ": " + why));
		try (ChildProcess feed = launcher.feed()) {
			FeedAddress node = FeedAddress.of(feed.hear());
			for (int number = 1; number <= this.options.rounds(); number++) {
				Round round = new Round(number, this.options, launcher, feed, node);
				round.run(ready);
				this.measurements.addAll(round.measurements());
				this.failures.addAll(round.failures());
				Files.write(csv(), CsvLines.of(this.measurements));
				System.out.printf("round %d done, load %.1f%n", number,
						ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
			}
		}
	}

	private Path csv() {
		return this.options.folder().resolve("end-to-end.csv");
	}

	String report() {
		Results results = new Results(this.measurements);
		StringBuilder text = new StringBuilder(new Tables(results).text());
		text.append(String.format("%nGoals, judged by medians:%n%n| contender | figure | goal | measured | |%n"));
		text.append(String.format("| --- | --- | --- | --- | --- |%n"));
		Goal.ALL.forEach((goal) -> goal.judge(results).ifPresent((line) -> text.append(String.format("%s%n", line))));
		text.append(String.format("%n%s%n", this.failures.isEmpty() ? "Every head was delivered once, in order."
				: "Failed: " + String.join("; ", this.failures)));
		text.append(String.format("Every number of every round: %s%n", csv()));
		return text.toString();
	}

	List<Measurement> measurements() {
		return this.measurements;
	}

	List<String> failures() {
		return this.failures;
	}

}
