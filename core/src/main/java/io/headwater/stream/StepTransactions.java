package io.headwater.stream;

import java.util.function.Supplier;

/**
 * Runs work in transactions on the database that keeps the checkpoints.
 */
@FunctionalInterface
public interface StepTransactions {

	/**
	 * Run something in a transaction of its own, on the caller's thread.
	 * @return its result, once it is committed
	 */
	<T> T inTransaction(Supplier<T> work);

}
