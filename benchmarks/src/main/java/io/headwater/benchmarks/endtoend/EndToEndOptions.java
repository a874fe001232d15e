package io.headwater.benchmarks.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * What the command line says.
 *
 * @param rounds how often, each with fresh processes
 * @param duration how long each load lasts
 * @param warmUp how many heads each process is warmed up with, twice
 * @param settle how long a process is left alone before it is at rest
 * @param contenders who is measured
 * @param scenarios what is measured
 * @param catchUpBlocks how many blocks are caught up
 * @param soakHeads how many heads a soak takes
 * @param chains numbers of chains
 * @param listeners numbers of listeners
 * @param properties further properties of the Headwater applications
 * @param jdk the JDK of the processes
 * @param jvmOptions the options of the JVMs, the same for all
 * @param folder where other clients are installed and what is measured is written
 * @param jfr whether each JVM is recorded by Flight Recorder, which costs something
 */
record EndToEndOptions(int rounds, Duration duration, int warmUp, Duration settle, List<Contender> contenders,
		List<Scenario> scenarios, int catchUpBlocks, int soakHeads, List<Integer> chains, List<Integer> listeners,
		List<String> properties, Path jdk, List<String> jvmOptions, Path folder, boolean jfr) {

	private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("rounds", "3"),
			Map.entry("duration", "10s"), Map.entry("warm-up", "50000"), Map.entry("settle", "7s"),
			Map.entry("contenders", "headwater-native,headwater-tls,hand-written,web3j,floor,ethers,viem,empty"),
			Map.entry("scenarios", "start,flood,paced,rest,catch-up,chains,listeners,soak"),
			Map.entry("catch-up-blocks", "100000"), Map.entry("soak-heads", "1000000"), Map.entry("chains", "1,10,50"),
			Map.entry("listeners", "1,10,100"), Map.entry("properties", ""),
			Map.entry("jdk", System.getProperty("java.home")),
			Map.entry("jvm-options", "-XX:+UseG1GC,-Xms64m,-Xmx256m"),
			Map.entry("folder", "benchmarks/target/end-to-end"), Map.entry("jfr", "false"));

	static EndToEndOptions parse(String... args) {
		SimpleCommandLinePropertySource line = new SimpleCommandLinePropertySource(args);
		Set<String> unknown = new TreeSet<>(List.of(line.getPropertyNames()));
		unknown.removeAll(DEFAULTS.keySet());
		if (!unknown.isEmpty() || args.length > line.getPropertyNames().length) {
			throw new IllegalArgumentException(
					"What is " + (unknown.isEmpty() ? Arrays.toString(args) : unknown) + "?");
		}
		Function<String, String> value = (name) -> valueOf(line.getProperty(name), name);
		return new EndToEndOptions(Integer.parseInt(value.apply("rounds")),
				DurationStyle.detectAndParse(value.apply("duration")), Integer.parseInt(value.apply("warm-up")),
				DurationStyle.detectAndParse(value.apply("settle")), list(value.apply("contenders"), Contender::of),
				list(value.apply("scenarios"), Scenario::of), Integer.parseInt(value.apply("catch-up-blocks")),
				Integer.parseInt(value.apply("soak-heads")), list(value.apply("chains"), Integer::valueOf),
				list(value.apply("listeners"), Integer::valueOf), list(value.apply("properties"), "--"::concat),
				Path.of(value.apply("jdk")), list(value.apply("jvm-options"), Function.identity()),
				Path.of(value.apply("folder")).toAbsolutePath(), Boolean.parseBoolean(value.apply("jfr")));
	}

	private static String valueOf(@Nullable String given, String name) {
		return (given != null) ? given : String.valueOf(DEFAULTS.get(name));
	}

	private static <T> List<T> list(String text, Function<String, T> element) {
		return Arrays.stream(text.split(","))
			.map(String::trim)
			.filter((part) -> !part.isEmpty())
			.map(element)
			.distinct()
			.toList();
	}

	static String usage() {
		StringBuilder usage = new StringBuilder("Options, with what they are if left out:");
		new TreeSet<>(DEFAULTS.keySet())
			.forEach((name) -> usage.append("\n  --").append(name).append('=').append(DEFAULTS.get(name)));
		return usage.toString();
	}

	/** With those of one process, which writes its recording when it ends. */
	List<String> jvmOptions(String process) {
		List<String> options = new ArrayList<>(this.jvmOptions);
		if (this.jfr) {
			options.add("-XX:StartFlightRecording=settings=profile,filename=" + this.folder.resolve(process + ".jfr"));
		}
		return options;
	}

}
