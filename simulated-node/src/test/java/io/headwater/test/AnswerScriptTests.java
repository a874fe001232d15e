package io.headwater.test;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AnswerScript}.
 */
class AnswerScriptTests {

	private final AnswerScript script = new AnswerScript();

	@Test
	void usesUpWhatIsForOneCallEachInTheOrderOfAskingThenWhatStays() {
		this.script.setAlways("m", (params) -> params);
		this.script.deny("m", 2);
		this.script.failOnce("m", -32005, "rate limited", "{\"wait\":3}");
		assertThat(answer("m")).isNull();
		assertThat(answer("m")).isNull();
		assertThatExceptionOfType(JsonRpcException.class).isThrownBy(() -> answer("m"))
			.withMessage("rate limited")
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(-32005))
			.satisfies((failure) -> assertThat(failure.data()).hasToString("{\"wait\":3}"));
		assertThat(answer("m")).isEqualTo("[]");
		assertThat(answer("m")).isEqualTo("[]");
	}

	@Test
	void leavesWhatIsNotAskedForToTheNode() {
		this.script.deny("m", 1);
		assertThat(this.script.take("other")).isNull();
		this.script.setAlways("m", (params) -> params);
		this.script.clear("m");
		assertThat(this.script.take("m")).isNull();
	}

	private @Nullable String answer(String method) {
		return Objects.requireNonNull(this.script.take(method)).respond("[]");
	}

}
