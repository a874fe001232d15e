package io.headwater.benchmarks.endtoend;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTests {

	private final Results results = new Results(List.of(flood(1, Contender.HEADWATER_NATIVE, 300),
			flood(1, Contender.HAND_WRITTEN, 100), flood(2, Contender.HAND_WRITTEN, 50),
			flood(2, Contender.HEADWATER_NATIVE, 200), flood(3, Contender.HEADWATER_NATIVE, 500),
			flood(3, Contender.HAND_WRITTEN, 250), flood(4, Contender.HEADWATER_NATIVE, 900),
			new Measurement(1, Contender.HAND_WRITTEN, "rest", Figure.THREADS, 20)));

	private static Measurement flood(int round, Contender contender, double value) {
		return new Measurement(round, contender, "flood", Figure.RATE, value);
	}

	@Test
	void comparesWithinRoundsThatHaveBoth() {
		assertThat(this.results.compared(Contender.HEADWATER_NATIVE, Contender.HAND_WRITTEN, "flood", Figure.RATE,
				(own, other) -> own / other))
			.hasValueSatisfying((spread) -> assertThat(spread.text(0)).isEqualTo("3 (2 to 4)"));
	}

	@Test
	void hasNothingOfWhatWasNotMeasured() {
		assertThat(this.results.spread(Contender.WEB3J, "flood", Figure.RATE)).isEmpty();
		assertThat(this.results.compared(Contender.HEADWATER_NATIVE, Contender.WEB3J, "flood", Figure.RATE,
				(own, other) -> own / other))
			.isEmpty();
	}

	@Test
	void writesEachNumberAsCommaSeparatedValues() {
		assertThat(CsvLines.of(this.results.measurements()))
			.startsWith("round,contender,setting,figure,unit,value",
					"1,headwater-native,\"flood\",\"heads\",/s,300.000")
			.endsWith("1,hand-written,\"rest\",\"threads\",,20.000")
			.hasSize(9);
	}

	@Test
	void showsFiguresAndRatiosPerSetting() {
		assertThat(new Tables(this.results).text().lines())
			.contains("| contender | heads/s |", "| headwater-native | 400 (200 to 900) |",
					"| hand-written | 100 (50 to 250) |", "| contender | heads / hand-written |",
					"| headwater-native | 3.00 (2.00 to 4.00) |", "| contender | threads |", "| hand-written | 20 |")
			.noneMatch((line) -> line.contains("web3j"));
	}

	@Test
	void judgesGoalsByMedians() {
		assertThat(goal(Goal.Kind.TIMES_AT_LEAST, 2.9)).isEqualTo(
				"| headwater-native | flood heads/s | at least 2.90 x " + "hand-written | 3.00 (2.00 to 4.00) | met |");
		assertThat(goal(Goal.Kind.TIMES_AT_LEAST, 3.1)).endsWith("| MISSED |");
		assertThat(goal(Goal.Kind.TIMES_AT_MOST, 3.1)).endsWith("| met |");
		assertThat(goal(Goal.Kind.AT_MOST, 400)).contains("at most 400 ").endsWith("| met |");
		assertThat(goal(Goal.Kind.MORE_AT_MOST, 199)).contains("at most 199 more than hand-written")
			.endsWith("| 200.00 (150.00 to 250.00) | MISSED |");
	}

	@Test
	void judgesNoGoalThatWasNotMeasured() {
		assertThat(new Goal(Contender.HEADWATER_NATIVE, "flood", Figure.RATE, Goal.Kind.TIMES_AT_LEAST, Contender.WEB3J,
				3.5)
			.judge(this.results)).isEmpty();
	}

	private String goal(Goal.Kind kind, double limit) {
		return new Goal(Contender.HEADWATER_NATIVE, "flood", Figure.RATE, kind, Contender.HAND_WRITTEN, limit)
			.judge(this.results)
			.orElseThrow();
	}

}
