package io.headwater.endurance;

import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Follows a chain with checkpoints in the database that its arguments name, tells its
 * heads, and records every event in a file.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class,
		HeadwaterAutoConfiguration.class })
@Import({ WalkTeller.class, EventRecorder.class })
class CheckpointedApplication {

	public static void main(String[] args) {
		FollowingApplication.run(CheckpointedApplication.class, args);
	}

}
