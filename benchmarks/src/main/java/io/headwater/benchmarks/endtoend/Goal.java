package io.headwater.benchmarks.endtoend;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.headwater.benchmarks.statistics.Spread;

/**
 * What a contender is to reach, judged by the median of the rounds.
 *
 * @param contender who
 * @param setting under which load
 * @param figure what
 * @param kind how it is compared
 * @param with what with; the contender itself if with nothing
 * @param limit the limit, in the unit of the kind
 */
record Goal(Contender contender, String setting, Figure figure, Kind kind, Contender with, double limit) {

	private static final Contender NATIVE = Contender.HEADWATER_NATIVE;

	static final List<Goal> ALL = List.of(
			new Goal(NATIVE, "flood", Figure.RATE, Kind.TIMES_AT_LEAST, Contender.WEB3J, 3.2),
			new Goal(NATIVE, "flood", Figure.RATE, Kind.TIMES_AT_LEAST, Contender.HAND_WRITTEN, 1.5),
			new Goal(NATIVE, "flood", Figure.RATE, Kind.TIMES_AT_LEAST, Contender.FLOOR, 0.75),
			new Goal(NATIVE, "flood", Figure.CPU, Kind.TIMES_AT_MOST, Contender.WEB3J, 0.4),
			new Goal(NATIVE, "flood", Figure.CPU, Kind.TIMES_AT_MOST, Contender.HAND_WRITTEN, 0.75),
			new Goal(NATIVE, "flood", Figure.ALLOCATED, Kind.AT_MOST, NATIVE, 3600),
			new Goal(NATIVE, "flood", Figure.ALLOCATED, Kind.TIMES_AT_MOST, Contender.WEB3J, 0.21),
			new Goal(NATIVE, "flood", Figure.ALLOCATED, Kind.TIMES_AT_MOST, Contender.HAND_WRITTEN, 0.45),
			new Goal(NATIVE, "1000/s", Figure.CPU, Kind.TIMES_AT_MOST, Contender.HAND_WRITTEN, 0.6),
			new Goal(NATIVE, "1000/s", Figure.P50, Kind.MORE_AT_MOST, Contender.FLOOR, 20),
			new Goal(NATIVE, "1000/s", Figure.P99, Kind.MORE_AT_MOST, Contender.HAND_WRITTEN, 0),
			new Goal(NATIVE, "start", Figure.FIRST_HEAD, Kind.MORE_AT_MOST, Contender.HAND_WRITTEN, 250),
			new Goal(NATIVE, "rest", Figure.THREADS, Kind.MORE_AT_MOST, Contender.EMPTY, 3),
			new Goal(NATIVE, "rest", Figure.HEAP, Kind.MORE_AT_MOST, Contender.EMPTY, 16),
			new Goal(NATIVE, "catch-up", Figure.RATE, Kind.AT_LEAST, NATIVE, 20_000),
			new Goal(NATIVE, "soak", Figure.HEAP_SWING, Kind.AT_MOST, NATIVE, 1));

	/**
	 * Return how it stands.
	 * @return a line, or nothing if it was not measured
	 */
	Optional<String> judge(Results results) {
		return spread(results).map((spread) -> {
			boolean met = (this.kind == Kind.AT_LEAST || this.kind == Kind.TIMES_AT_LEAST)
					? spread.median() >= this.limit : spread.median() <= this.limit;
			return String.format(Locale.ROOT, "| %s | %s %s | %s | %s | %s |", this.contender.label(), this.setting,
					this.figure.title(), wanted(), spread.text(2), met ? "met" : "MISSED");
		});
	}

	private Optional<Spread> spread(Results results) {
		return switch (this.kind) {
			case AT_LEAST, AT_MOST -> results.spread(this.contender, this.setting, this.figure);
			case MORE_AT_MOST ->
				results.compared(this.contender, this.with, this.setting, this.figure, (own, other) -> own - other);
			case TIMES_AT_LEAST, TIMES_AT_MOST ->
				results.compared(this.contender, this.with, this.setting, this.figure, (own, other) -> own / other);
		};
	}

	private String wanted() {
		return String.format(Locale.ROOT, this.kind.text, this.limit, this.with.label());
	}

	/**
	 * How a figure is compared.
	 */
	enum Kind {

		AT_LEAST("at least %.0f"), AT_MOST("at most %.0f"), MORE_AT_MOST("at most %.0f more than %s"),
		TIMES_AT_LEAST("at least %.2f x %s"), TIMES_AT_MOST("at most %.2f x %s");

		private final String text;

		Kind(String text) {
			this.text = text;
		}

	}

}
