package io.headwater.benchmarks.endtoend;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results as tables: what was measured, and how it compares with what else one would
 * take.
 */
final class Tables {

	private static final String NOTHING = "";

	private static final List<Contender> YARDSTICKS = List.of(Contender.HAND_WRITTEN, Contender.WEB3J, Contender.FLOOR);

	private static final List<Figure> COMPARED = List.of(Figure.RATE, Figure.CPU, Figure.ALLOCATED, Figure.P50,
			Figure.FIRST_HEAD);

	private final Results results;

	Tables(Results results) {
		this.results = results;
	}

	String text() {
		StringBuilder text = new StringBuilder();
		for (String setting : this.results.settings()) {
			text.append(String.format("%n%s, median of the rounds (least to most):%n%n", setting));
			List<Figure> figures = figures(setting);
			text.append(table(figures.stream().map(Figure::title).toList(),
					(contender) -> figures.stream().map((figure) -> cell(contender, setting, figure)).toList()));
			text.append(ratios(setting));
		}
		return text.toString();
	}

	private List<Figure> figures(String setting) {
		return Arrays.stream(Figure.values())
			.filter((figure) -> Arrays.stream(Contender.values())
				.anyMatch((contender) -> this.results.spread(contender, setting, figure).isPresent()))
			.toList();
	}

	private String cell(Contender contender, String setting, Figure figure) {
		return this.results.spread(contender, setting, figure)
			.map((spread) -> spread.text(figure.digits()))
			.orElse(NOTHING);
	}

	/** Of several chains or listeners there is nothing to compare with. */
	private String ratios(String setting) {
		List<Ratio> ratios = COMPARED.stream()
			.flatMap((figure) -> YARDSTICKS.stream().map((yardstick) -> new Ratio(figure, yardstick)))
			.filter((ratio) -> this.results.spread(ratio.yardstick(), setting, ratio.figure()).isPresent())
			.toList();
		if (ratios.isEmpty()) {
			return NOTHING;
		}
		return String.format("%n%s, ratios, median of the rounds (least to most):%n%n", setting) + table(
				ratios.stream().map(Ratio::title).toList(),
				(contender) -> ratios.stream()
					.map((ratio) -> this.results
						.compared(contender, ratio.yardstick(), setting, ratio.figure(), (own, other) -> own / other)
						.map((spread) -> spread.text(2))
						.orElse(NOTHING))
					.toList());
	}

	private static String table(List<String> titles, Cells cells) {
		StringBuilder table = new StringBuilder(row(Stream.concat(Stream.of("contender"), titles.stream())));
		table.append(row(Stream.concat(Stream.of("---"), titles.stream().map((title) -> "---:"))));
		for (Contender contender : Contender.values()) {
			List<String> row = cells.of(contender);
			if (!row.stream().allMatch(String::isEmpty)) {
				table.append(row(Stream.concat(Stream.of(contender.label()), row.stream())));
			}
		}
		return table.toString();
	}

	private static String row(Stream<String> cells) {
		return cells.collect(Collectors.joining(" | ", "| ", String.format(" |%n")));
	}

	/**
	 * A comparison.
	 */
	private record Ratio(Figure figure, Contender yardstick) {

		String title() {
			return this.figure.label() + " / " + this.yardstick.label();
		}

	}

	/**
	 * A row of a table.
	 */
	private interface Cells {

		List<String> of(Contender contender);

	}

}
