package io.headwater.stream;

import io.headwater.checkpoint.AlreadySavedException;
import io.headwater.checkpoint.CheckpointSession;
import io.headwater.checkpoint.LeaseLostException;
import io.headwater.dispatch.Step;
import io.headwater.dispatch.StepBoundary;
import io.headwater.dispatch.StepUnfinishedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Commits what the listeners do in a step together with its checkpoint, or neither.
 */
final class TransactionalBoundary implements StepBoundary {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final CheckpointSession session;

	private final StepTransactions transactions;

	TransactionalBoundary(CheckpointSession session, StepTransactions transactions) {
		this.session = session;
		this.transactions = transactions;
	}

	@Override
	public void deliver(Step step, Runnable events) {
		try {
			this.transactions.inTransaction(() -> {
				events.run();
				return this.session.saveWithin(step.events());
			}).run();
		}
		catch (AlreadySavedException ex) {
			// The answer to an earlier commit was lost, not the commit; this one is
			// undone.
			logger.debug("A step was committed before", ex);
		}
		catch (LeaseLostException ex) {
			throw new StepUnfinishedException(String.valueOf(ex.getMessage()), null);
		}
	}

	@Override
	public boolean mayDeliver() {
		return this.session.mayDeliver();
	}

	@Override
	public boolean isUnit() {
		return true;
	}

}
