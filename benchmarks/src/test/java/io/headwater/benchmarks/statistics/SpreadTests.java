package io.headwater.benchmarks.statistics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpreadTests {

	@Test
	void findsTheMiddleWhateverTheOrder() {
		assertThat(new Spread(9, 1, 4).median()).isEqualTo(4);
		assertThat(new Spread(9, 1, 4, 5).median()).isEqualTo(4.5);
		assertThat(new Spread(7).median()).isEqualTo(7);
	}

	@Test
	void showsTheExtremesWhereTheyDiffer() {
		assertThat(new Spread(1234.56, 9876.54, 5000).text(1)).isEqualTo("5,000.0 (1,234.6 to 9,876.5)");
		assertThat(new Spread(1.01, 1.02, 1.03).text(1)).isEqualTo("1.0");
	}

	@Test
	void needsValue() {
		assertThatIllegalArgumentException().isThrownBy(Spread::new);
	}

}
