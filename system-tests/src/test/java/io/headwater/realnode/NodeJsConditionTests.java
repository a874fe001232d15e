package io.headwater.realnode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NodeJsCondition}.
 */
class NodeJsConditionTests {

	@Test
	void testsRunWhereNodeJsIs() {
		assertThat(evaluate(true, null).isDisabled()).isFalse();
		assertThat(evaluate(true, "true").isDisabled()).isFalse();
	}

	@Test
	void testsAreSkippedWhereNodeJsIsAbsent() {
		ConditionEvaluationResult result = evaluate(false, null);
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).contains("Node.js is absent: tests against real nodes are skipped");
	}

	@Test
	void testsFailInCiWhereNodeJsIsAbsent() {
		assertThatIllegalStateException().isThrownBy(() -> evaluate(false, "true"))
			.withMessage("Node.js is absent: tests against real nodes are required in CI");
	}

	private static ConditionEvaluationResult evaluate(boolean nodeJsPresent, @Nullable String ci) {
		return new NodeJsCondition(nodeJsPresent, ci).evaluate();
	}

}
