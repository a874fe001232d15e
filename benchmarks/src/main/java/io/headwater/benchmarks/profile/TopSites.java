package io.headwater.benchmarks.profile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Tells the sites that took the most CPU time and memory in the last seconds of a
 * recording, which the end-to-end bench makes with {@code --jfr=true}. <pre>
 * java -cp benchmarks/target/benchmarks.jar io.headwater.benchmarks.profile.TopSites &lt;file&gt; [seconds]
 * </pre>
 */
public final class TopSites {

	private static final String SECONDS = "5";

	private static final int TOP = 12;

	private static final String OURS = "io.headwater.";

	private final List<RecordedEvent> samples;

	private final List<RecordedEvent> allocations;

	private TopSites(List<RecordedEvent> events) {
		this.samples = named(events, "jdk.ExecutionSample");
		this.allocations = named(events, "jdk.ObjectAllocationSample");
	}

	private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
		return events.stream().filter((event) -> event.getEventType().getName().equals(name)).toList();
	}

	public static void main(String[] args) throws IOException {
		tell(Path.of(args[0]), Long.parseLong((args.length > 1) ? args[1] : SECONDS), System.out);
	}

	static void tell(Path file, long seconds, PrintStream out) throws IOException {
		List<RecordedEvent> events = RecordingFile.readAllEvents(file);
		Instant end = events.stream().map(RecordedEvent::getStartTime).max(Instant::compareTo).orElseThrow();
		Instant begin = end.minusSeconds(seconds);
		out.print(new TopSites(events.stream().filter((event) -> event.getStartTime().isAfter(begin)).toList()).text());
	}

	private String text() {
		return table("CPU by thread", this.samples, (event) -> 1, TopSites::sampledThread)
				+ table("CPU by method", this.samples, (event) -> 1, TopSites::leaf)
				+ table("CPU by package of Headwater", this.samples, (event) -> 1, TopSites::ourPackage)
				+ table("CPU by line of Headwater", this.samples, (event) -> 1, TopSites::ours)
				+ table("allocation by thread", this.allocations, TopSites::weight, TopSites::allocatingThread)
				+ table("allocation by type", this.allocations, TopSites::weight, TopSites::type)
				+ table("allocation by method", this.allocations, TopSites::weight,
						(event) -> type(event) + " in " + leaf(event))
				+ table("allocation by package of Headwater", this.allocations, TopSites::weight, TopSites::ourPackage)
				+ table("allocation by line of Headwater", this.allocations, TopSites::weight, TopSites::ours);
	}

	private static String table(String title, List<RecordedEvent> events, ToLongFunction<RecordedEvent> weight,
			Function<RecordedEvent, String> site) {
		Map<String, Long> bySite = events.stream().collect(Collectors.groupingBy(site, Collectors.summingLong(weight)));
		long all = events.stream().mapToLong(weight).sum();
		return bySite.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(TOP)
			.map((entry) -> String.format(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * entry.getValue() / all,
					entry.getKey()))
			.collect(Collectors.joining("", String.format("%n%s (%d samples)%n", title, events.size()), ""));
	}

	private static long weight(RecordedEvent event) {
		return event.getLong("weight");
	}

	private static String type(RecordedEvent event) {
		RecordedClass type = event.getClass("objectClass");
		return type.getName();
	}

	private static String sampledThread(RecordedEvent event) {
		return String.valueOf(event.getThread("sampledThread").getJavaName());
	}

	private static String allocatingThread(RecordedEvent event) {
		return String.valueOf(event.getThread().getJavaName());
	}

	private static String leaf(RecordedEvent event) {
		RecordedStackTrace stack = event.getStackTrace();
		return (stack != null && !stack.getFrames().isEmpty()) ? name(stack.getFrames().get(0)) : "?";
	}

	private static String ours(RecordedEvent event) {
		RecordedStackTrace stack = event.getStackTrace();
		if (stack == null) {
			return "?";
		}
		return stack.getFrames()
			.stream()
			.filter((frame) -> name(frame).startsWith(OURS))
			.findFirst()
			.map((frame) -> name(frame) + ":" + frame.getLineNumber())
			.orElse("none");
	}

	/** A type begins with a capital letter, a package does not. */
	private static String ourPackage(RecordedEvent event) {
		String ours = ours(event);
		return ours.replaceFirst("\\.\\p{Lu}.*", "");
	}

	private static String name(RecordedFrame frame) {
		return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
	}

}
