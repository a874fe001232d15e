package io.headwater.sample.simulation;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where nobody has named a node to follow, however properties are given.
 */
class OnNoNodeCondition implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return !Binder.get(context.getEnvironment()).bind("headwater.chains.main.nodes[0].url", String.class).isBound();
	}

}
