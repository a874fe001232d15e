package io.headwater.stream;

import java.util.function.LongPredicate;

import io.headwater.chain.Resumption;
import io.headwater.dispatch.Publisher;
import org.jspecify.annotations.Nullable;

/**
 * Whose tenure it is: the run of a stream. Called on Headwater's own threads; must not
 * wait.
 */
interface DeliveryTermOwner {

	/**
	 * Make what follows the chain for a tenure whose turn has come.
	 * @param resumption where the walk goes on, or {@code null} to begin one
	 * @param accepted tells whether the walk may go on on a chain of an id
	 */
	ChainFollower follower(Publisher publisher, @Nullable Resumption resumption, LongPredicate accepted);

	/**
	 * The queue was full when a step was to enter it.
	 */
	void queueFull();

	/**
	 * A tenure is over: it delivers nothing any more, and no listener runs.
	 */
	void ended(DeliveryTerm term);

}
