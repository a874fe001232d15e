package io.headwater.stream;

/**
 * Whose tenure it is: the run of a stream. Called on Headwater's own threads; must not
 * wait.
 */
interface DeliveryTermOwner {

	/**
	 * The queue was full when a step was to enter it.
	 */
	void queueFull();

	/**
	 * A tenure is over: it delivers nothing any more, and no listener runs.
	 */
	void ended(DeliveryTerm term);

}
