package io.headwater.autoconfigure;

/**
 * A property has a value with which no stream can start. Its message shows no value that
 * may be secret.
 */
class InvalidHeadwaterPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String problem;

	private final String remedy;

	InvalidHeadwaterPropertyException(String property, String problem, String remedy) {
		super("Property " + property + " " + problem);
		this.property = property;
		this.problem = problem;
		this.remedy = remedy;
	}

	String property() {
		return this.property;
	}

	String problem() {
		return this.problem;
	}

	String remedy() {
		return this.remedy;
	}

}
