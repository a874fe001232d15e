package io.headwater.benchmarks.statistics;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PercentilesTests {

	@Test
	void isSampleThatSoManyDoNotExceed() {
		Percentiles percentiles = new Percentiles(LongStream.rangeClosed(1, 1000).map((i) -> 1001 - i).toArray());
		assertThat(percentiles.atPerMille(500)).isEqualTo(500);
		assertThat(percentiles.atPerMille(990)).isEqualTo(990);
		assertThat(percentiles.atPerMille(999)).isEqualTo(999);
		assertThat(percentiles.atPerMille(1000)).isEqualTo(1000);
	}

	@Test
	void isTheLargestWhereThereAreTooFew() {
		assertThat(new Percentiles(3, 5).atPerMille(999)).isEqualTo(5);
		assertThat(new Percentiles(3, 5).atPerMille(500)).isEqualTo(3);
	}

	@Test
	void needsSample() {
		assertThatIllegalArgumentException().isThrownBy(Percentiles::new);
	}

}
