package io.headwater.autoconfigure;

import io.headwater.checkpoint.CheckpointStore;
import io.headwater.stream.StepTransactions;

/**
 * Makes the transactions that enclose the steps of a chain. It knows nothing of Spring's
 * transactions, which an application need not have.
 */
@FunctionalInterface
interface StepTransactionsFactory {

	/** Makes none, since Spring's support of databases is missing. */
	StepTransactionsFactory NO_DATABASE = (property, store) -> {
		throw noDatabase(property);
	};

	/**
	 * Make the transactions for a chain.
	 * @return the transactions, in which the store takes part
	 * @throws InvalidHeadwaterPropertyException if the store cannot take part in any
	 */
	StepTransactions create(String property, CheckpointStore store);

	static InvalidHeadwaterPropertyException noDatabase(String property) {
		return new InvalidHeadwaterPropertyException(property,
				"is true, but checkpoints are not kept in a database, so that nothing can be committed with them",
				"Write headwater.checkpoint.store=jdbc, or leave the property out.");
	}

}
