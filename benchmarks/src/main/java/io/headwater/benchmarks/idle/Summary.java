package io.headwater.benchmarks.idle;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.headwater.benchmarks.statistics.Spread;

/**
 * The table over all rounds, and whether the goal is met.
 */
final class Summary {

	private static final double GOAL_CPU_MILLIS = 1;

	/** One in ten seconds: a ping every 20 seconds, and its answer. */
	private static final double GOAL_SWITCHES = 6;

	private static final Owner[] OURS = { Owner.HEADWATER, Owner.CONTAINER_IO };

	private final List<Sample> samples;

	Summary(List<Sample> samples) {
		this.samples = samples;
	}

	String text() {
		StringBuilder text = new StringBuilder();
		text.append(String.format("%nA minute, median of the rounds (least to most):%n%n"));
		text.append(
				String.format("| threads | without: CPU ms | switches | with Headwater: threads | CPU ms | switches "
						+ "| difference: CPU ms | switches |%n"));
		text.append(String.format("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n"));
		for (Owner owner : Owner.values()) {
			text.append(row(owner.label(), owner));
		}
		text.append(row("**all**", Owner.values()));
		Spread cpu = spread(Contender.HEADWATER, (sample) -> sample.cpuMillisPerMinute(OURS));
		Spread switches = spread(Contender.HEADWATER, (sample) -> sample.switchesPerMinute(OURS));
		boolean met = cpu.median() <= GOAL_CPU_MILLIS && switches.median() <= GOAL_SWITCHES;
		text.append(String.format(
				"%nHeadwater's and Tomcat's I/O threads, goal at most %.0f ms and %.0f switches: "
						+ "%s ms, %s switches: %s%n",
				GOAL_CPU_MILLIS, GOAL_SWITCHES, cpu.text(2), switches.text(0), met ? "met" : "MISSED"));
		return text.toString();
	}

	private String row(String label, Owner... owners) {
		ToDoubleFunction<Sample> cpu = (sample) -> sample.cpuMillisPerMinute(owners);
		ToDoubleFunction<Sample> switches = (sample) -> sample.switchesPerMinute(owners);
		return String.format("| %s | %s | %s | %s | %s | %s | %s | %s |%n", label, spread(Contender.EMPTY, cpu).text(1),
				spread(Contender.EMPTY, switches).text(0),
				spread(Contender.HEADWATER, (sample) -> sample.count(owners)).text(0),
				spread(Contender.HEADWATER, cpu).text(1), spread(Contender.HEADWATER, switches).text(0),
				difference(cpu).text(1), difference(switches).text(0));
	}

	private Spread spread(Contender contender, ToDoubleFunction<Sample> figure) {
		return new Spread(of(contender).stream().mapToDouble(figure).toArray());
	}

	/** Round by round, for what disturbs one application of a round disturbs both. */
	private Spread difference(ToDoubleFunction<Sample> figure) {
		return new Spread(of(Contender.HEADWATER).stream()
			.mapToDouble((with) -> of(Contender.EMPTY).stream()
				.filter((without) -> without.round() == with.round())
				.mapToDouble((without) -> figure.applyAsDouble(with) - figure.applyAsDouble(without))
				.sum())
			.toArray());
	}

	private List<Sample> of(Contender contender) {
		return this.samples.stream().filter((sample) -> sample.contender() == contender).toList();
	}

}
