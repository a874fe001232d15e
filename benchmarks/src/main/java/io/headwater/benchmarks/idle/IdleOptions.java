package io.headwater.benchmarks.idle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * What the command line says.
 *
 * @param window how long is measured
 * @param settle how long the applications are left alone before it
 * @param rounds how often, each with fresh JVMs
 * @param gc the collector of the JVMs
 * @param csv where every thread's figures go
 */
record IdleOptions(Duration window, Duration settle, int rounds, Gc gc, Path csv) {

	/** Tomcat's pool ends the threads that only the handshake needed after 60 s. */
	private static final String SETTLE = "70s";

	static final String USAGE = "Options: --window=60s --settle=70s --rounds=3 --gc=serial|g1 --csv=<file>";

	private static final Set<String> NAMES = Set.of("window", "settle", "rounds", "gc", "csv");

	static IdleOptions parse(String... args) {
		SimpleCommandLinePropertySource line = new SimpleCommandLinePropertySource(args);
		List<String> unknown = new ArrayList<>(List.of(line.getPropertyNames()));
		unknown.removeAll(NAMES);
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException("What is " + unknown + "?");
		}
		return new IdleOptions(DurationStyle.detectAndParse(value(line, "window", "60s")),
				DurationStyle.detectAndParse(value(line, "settle", SETTLE)),
				Integer.parseInt(value(line, "rounds", "3")),
				Gc.valueOf(value(line, "gc", "serial").toUpperCase(Locale.ROOT)),
				Path.of(value(line, "csv", "benchmarks/target/idle.csv")));
	}

	private static String value(SimpleCommandLinePropertySource line, String name, String otherwise) {
		String value = line.getProperty(name);
		return (value != null) ? value : otherwise;
	}

	/** A heap that an idle application need not collect. */
	List<String> jvmOptions() {
		return List.of(this.gc.option, "-Xms64m", "-Xmx256m");
	}

	/**
	 * A collector. G1's own threads wake up so often that they hide everything else.
	 */
	enum Gc {

		SERIAL("-XX:+UseSerialGC"), G1("-XX:+UseG1GC");

		private final String option;

		Gc(String option) {
			this.option = option;
		}

	}

}
