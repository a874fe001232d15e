package io.headwater.benchmarks.endtoend;

/**
 * A contender cannot be measured here.
 */
final class LeftOutException extends Exception {

	private static final long serialVersionUID = 1L;

	LeftOutException(String reason) {
		super(reason);
	}

}
