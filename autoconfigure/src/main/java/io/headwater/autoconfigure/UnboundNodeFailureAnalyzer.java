package io.headwater.autoconfigure;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains nodes that do not bind, before an analyzer of Boot does, which would print the
 * value: an address or a header in the wrong place is as secret as in the right one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnboundNodeFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final Pattern NODES = Pattern.compile("headwater\\.(chains\\..+|defaults)\\.nodes.*");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String property = cause.getName().toString();
		if (!NODES.matcher(property).matches()) {
			return null;
		}
		if (cause.getTarget().getType().toClass() == NodeProperties.class) {
			return new FailureAnalysis("The property '" + property + "' is a node, but has a value itself.",
					"Write '" + property + ".url' for its address; in YAML, 'url:' after the dash.", cause);
		}
		return new FailureAnalysis("The property '" + property + "' is not written as a list of nodes, counted from 0.",
				"Write '.nodes[0].url' for the address of the first node and '.nodes[0].headers.<name>' for its "
						+ "headers; in YAML, a list whose entries have 'url' and 'headers'.",
				cause);
	}

}
