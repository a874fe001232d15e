package io.headwater.endurance;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Canary} and {@link LeakDetector}.
 */
class CanaryTests {

	private final Canary canary = new Canary();

	@Test
	void isFoundInEachPartOfAnAddress() {
		assertThat(this.canary.isIn(this.canary.address("ws", 1))).isTrue();
		assertThat(this.canary.isIn(this.canary.pathAndQuery())).isTrue();
		assertThat(this.canary.isIn(this.canary.header())).isTrue();
		assertThat(this.canary.isIn(new Canary().address("ws", 1))).isFalse();
	}

	@Test
	void isFoundInEachHalf() {
		String secret = this.canary.header().substring("Header".length());
		assertThat(this.canary.isIn(secret.substring(0, 12))).isTrue();
		assertThat(this.canary.isIn("..." + secret.substring(10))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "ab", "abc", "a:b:c:d" })
	void isFoundInBase64WhateverStandsAroundIt(String before) {
		String text = before + this.canary.header() + ":" + before;
		assertThat(this.canary.isIn(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
			.isTrue();
	}

	@Test
	void isToldOnceForEachKindOfLeak() {
		LeakDetector detector = new LeakDetector(this.canary, Set.of("DEBUG"));
		for (int line = 0; line < 10; line++) {
			detector.logged("12:34:5" + line + " DEBUG one " + this.canary.header());
			detector.told("event main " + this.canary.header());
			detector.logged("harmless");
		}
		assertThatExceptionOfType(AssertionError.class).isThrownBy(detector::assertNoLeak)
			.withMessageContaining("DEBUG one")
			.withMessageContaining("event main")
			.satisfies((ex) -> assertThat(ex.getMessage().split(this.canary.header())).hasSize(3));
	}

	@Test
	void saysNothingOfALogThatWasNotThere() {
		LeakDetector detector = new LeakDetector(this.canary, Set.of("DEBUG"));
		detector.logged("INFO only");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(detector::assertNoLeak)
			.withMessageContaining("never logged");
	}

}
