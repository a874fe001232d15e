package io.headwater.realnode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests against real nodes run only where Node.js is, and fails them in continuous
 * integration where it is not: a skip there would go unseen.
 */
class NodeJsCondition implements ExecutionCondition {

	private final boolean nodeJsPresent;

	private final @Nullable String ci;

	NodeJsCondition() {
		this(SearchPath.has("node") && SearchPath.has("npm"), System.getenv("CI"));
	}

	NodeJsCondition(boolean nodeJsPresent, @Nullable String ci) {
		this.nodeJsPresent = nodeJsPresent;
		this.ci = ci;
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return evaluate();
	}

	ConditionEvaluationResult evaluate() {
		if (this.nodeJsPresent) {
			return ConditionEvaluationResult.enabled("Node.js is present");
		}
		if ("true".equalsIgnoreCase(this.ci)) {
			throw new IllegalStateException("Node.js is absent: tests against real nodes are required in CI");
		}
		return ConditionEvaluationResult.disabled("Node.js is absent: tests against real nodes are skipped");
	}

}
