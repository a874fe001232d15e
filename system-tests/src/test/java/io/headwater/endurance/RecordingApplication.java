package io.headwater.endurance;

import io.headwater.autoconfigure.HeadwaterAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Follows chains, tells their heads, and records every event in a file.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(HeadwaterAutoConfiguration.class)
@Import({ WalkTeller.class, EventRecorder.class })
class RecordingApplication {

	public static void main(String[] args) {
		FollowingApplication.run(RecordingApplication.class, args);
	}

}
