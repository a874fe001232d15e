package io.headwater.dispatch;

/**
 * How the call of a listener ended.
 */
public enum ListenerOutcome {

	/**
	 * It returned.
	 */
	SUCCESS,

	/**
	 * It threw.
	 */
	FAILURE,

	/**
	 * It threw after the stream was stopped, when much that it needs is closed already:
	 * that is no failure, and the event will come again.
	 */
	STOPPED

}
