package io.headwater.benchmarks.idle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.headwater.benchmarks.process.ProcFiles;

/**
 * Measures what Headwater costs an application while its chain is silent: CPU time and
 * context switches of every thread, beside the same application without it. <pre>
 * mvn -q -Pbenchmarks -pl benchmarks -am package -DskipTests
 * java -cp benchmarks/target/benchmarks.jar io.headwater.benchmarks.idle.IdleBench
 * </pre>
 */
public final class IdleBench {

	private IdleBench() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		if (!ProcFiles.areThere()) {
			System.err.println("The idle bench reads /proc/<pid>/task/*/schedstat, which only Linux has; this is "
					+ System.getProperty("os.name"));
			System.exit(1);
		}
		IdleOptions options;
		try {
			options = IdleOptions.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(IdleOptions.USAGE);
			System.exit(2);
			return;
		}
		run(options);
	}

	private static void run(IdleOptions options) throws IOException, InterruptedException {
		System.out.println("JDK " + Runtime.version() + ", " + String.join(" ", options.jvmOptions()) + ", "
				+ options.window().toSeconds() + " s after " + options.settle().toSeconds() + " s of settling, "
				+ options.rounds() + " round(s)");
		List<Sample> samples = new ArrayList<>();
		for (int round = 1; round <= options.rounds(); round++) {
			List<Sample> ofRound = new Round(round, options).run();
			ofRound.stream().map(RoundLines::of).forEach(System.out::print);
			samples.addAll(ofRound);
		}
		System.out.print(new Summary(samples).text());
		Path folder = options.csv().toAbsolutePath().getParent();
		if (folder != null) {
			Files.createDirectories(folder);
		}
		Files.write(options.csv(), CsvLines.of(samples));
		System.out.println("Every thread of every round: " + options.csv());
	}

}
