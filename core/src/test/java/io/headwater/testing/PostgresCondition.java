package io.headwater.testing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests with PostgreSQL run only where it can.
 */
class PostgresCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		String reason = reasonToSkip();
		return (reason != null) ? ConditionEvaluationResult.disabled(reason)
				: ConditionEvaluationResult.enabled("PostgreSQL runs");
	}

	/**
	 * Return why tests with PostgreSQL are skipped here, which they never are in
	 * continuous integration.
	 */
	static @Nullable String reasonToSkip() {
		String failure = Postgres.failure();
		if (failure == null) {
			return null;
		}
		if ("true".equalsIgnoreCase(System.getenv("CI"))) {
			throw new IllegalStateException("PostgreSQL is required in CI, but does not run here: " + failure);
		}
		return "PostgreSQL does not run here, so tests with it are skipped: " + failure;
	}

}
