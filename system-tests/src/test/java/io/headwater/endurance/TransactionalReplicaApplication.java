package io.headwater.endurance;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * One of several instances that keep each event in the database of the checkpoints. The
 * slow listener is called within the transaction, too.
 */
@Configuration(proxyBeanMethods = false)
@Import({ ReplicaApplication.class, TransactionalApplication.class })
class TransactionalReplicaApplication {

	public static void main(String[] args) {
		FollowingApplication.run(TransactionalReplicaApplication.class, args);
	}

}
