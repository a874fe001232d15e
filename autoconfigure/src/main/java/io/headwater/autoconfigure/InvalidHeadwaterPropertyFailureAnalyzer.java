package io.headwater.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a property with which no stream can start.
 */
class InvalidHeadwaterPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHeadwaterPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHeadwaterPropertyException cause) {
		return new FailureAnalysis("The property '" + cause.property() + "' " + cause.problem() + ".", cause.remedy(),
				cause);
	}

}
