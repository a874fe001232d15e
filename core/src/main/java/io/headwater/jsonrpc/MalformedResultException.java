package io.headwater.jsonrpc;

/**
 * A node answered with a value that its method does not have. The message is ours: it
 * names the field and the fault, and repeats nothing that the node sent. There is no
 * stack trace: a node could have us make hundreds of thousands of them by one message.
 */
public class MalformedResultException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String fault;

	public MalformedResultException(String fault) {
		super(fault, null, true, false);
		this.fault = fault;
	}

	public String fault() {
		return this.fault;
	}

}
