package io.headwater.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests with PostgreSQL run only where it can.
 */
class PostgresCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		String failure = Postgres.failure();
		if (failure == null) {
			return ConditionEvaluationResult.enabled("PostgreSQL runs");
		}
		if ("true".equalsIgnoreCase(System.getenv("CI"))) {
			throw new IllegalStateException("PostgreSQL is required in CI, but does not run here: " + failure);
		}
		return ConditionEvaluationResult
			.disabled("PostgreSQL does not run here, so tests with it are skipped: " + failure);
	}

}
