package io.headwater.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains that checkpoints cannot be kept since the database's driver is missing. In
 * what Boot prints, a bean of ours may be named first, and the driver last.
 */
class MissingDriverFailureAnalyzer extends AbstractFailureAnalyzer<BeanCreationException> {

	private static final Pattern DRIVER = Pattern.compile("(?:Failed to|Cannot) load driver class:? (\\S+)");

	private final @Nullable Environment environment;

	MissingDriverFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanCreationException cause) {
		if (this.environment == null
				|| !"jdbc".equals(this.environment.getProperty(CheckpointStoreConfigurations.STORE))) {
			return null;
		}
		Matcher driver = DRIVER.matcher(String.valueOf(rootFailure.getMessage()));
		if (!driver.find()) {
			return null;
		}
		return new FailureAnalysis(
				"Checkpoints cannot be kept in the database, since its driver " + driver.group(1)
						+ " is not on the class path.",
				"Add the dependency that has this driver, or write 'memory' for " + CheckpointStoreConfigurations.STORE
						+ ".",
				cause);
	}

}
