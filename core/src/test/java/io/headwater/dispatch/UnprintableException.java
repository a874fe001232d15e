package io.headwater.dispatch;

/**
 * An exception of an application that fails whenever anybody asks what it says.
 */
public class UnprintableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	@Override
	public String getMessage() {
		throw new IllegalStateException("expected by a test: a text that cannot be had");
	}

	@Override
	public String toString() {
		throw new StackOverflowError("expected by a test: a text that cannot be had");
	}

}
