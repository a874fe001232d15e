package io.headwater.benchmarks.endtoend;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;

import io.headwater.benchmarks.statistics.Spread;

/**
 * All that was measured in one run.
 *
 * @param measurements the numbers in the order in which they came
 */
record Results(List<Measurement> measurements) {

	Collection<String> settings() {
		Collection<String> settings = new LinkedHashSet<>();
		this.measurements.forEach((measurement) -> settings.add(measurement.setting()));
		return settings;
	}

	Optional<Spread> spread(Contender contender, String setting, Figure figure) {
		return spread(of(contender, setting, figure).stream().mapToDouble(Measurement::value));
	}

	/**
	 * Compare two contenders round by round, for what disturbs one of a round disturbs
	 * both.
	 */
	Optional<Spread> compared(Contender contender, Contender with, String setting, Figure figure,
			DoubleBinaryOperator comparison) {
		List<Measurement> others = of(with, setting, figure);
		return spread(of(contender, setting, figure).stream()
			.map((own) -> others.stream()
				.filter((other) -> other.round() == own.round())
				.mapToDouble((other) -> comparison.applyAsDouble(own.value(), other.value()))
				.findFirst())
			.flatMapToDouble(OptionalDouble::stream));
	}

	private static Optional<Spread> spread(DoubleStream values) {
		double[] array = values.toArray();
		return (array.length > 0) ? Optional.of(new Spread(array)) : Optional.empty();
	}

	private List<Measurement> of(Contender contender, String setting, Figure figure) {
		return this.measurements.stream()
			.filter((measurement) -> measurement.contender() == contender && measurement.setting().equals(setting)
					&& measurement.figure() == figure)
			.toList();
	}

}
