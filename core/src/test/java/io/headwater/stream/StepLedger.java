package io.headwater.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.NewHeadEvent;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Listeners that keep rows in the database of the checkpoints, one after another, and
 * fail as often as the test says.
 */
class StepLedger {

	/** Each call, whatever became of its work. */
	final List<Long> calls = new CopyOnWriteArrayList<>();

	final List<String> phases = new CopyOnWriteArrayList<>();

	/** How often the last listener fails from now on. */
	final AtomicInteger failures = new AtomicInteger();

	/**
	 * How often a transaction is doomed by what a listener throws and another catches.
	 */
	final AtomicInteger dooms = new AtomicInteger();

	private final JdbcTemplate jdbc;

	private final Inner inner;

	StepLedger(JdbcTemplate jdbc, Inner inner) {
		this.jdbc = jdbc;
		this.inner = inner;
		jdbc.execute("CREATE TABLE LEDGER (NUMBER BIGINT NOT NULL, WHO VARCHAR(10) NOT NULL)");
	}

	@Order(1)
	@EventListener
	void first(NewHeadEvent event) {
		this.calls.add(event.head().number());
		this.jdbc.update("INSERT INTO LEDGER VALUES (?, 'first')", event.head().number());
	}

	@Order(2)
	@EventListener
	void catchesWhatTheInnerOneThrows(NewHeadEvent event) {
		try {
			this.inner.keep(event.head().number(), this.dooms.getAndUpdate((left) -> Math.max(0, left - 1)) > 0);
		}
		catch (IllegalStateException ex) {
			this.phases.add("caught " + event.head().number());
		}
	}

	@Order(3)
	@EventListener
	void last(NewHeadEvent event) {
		if (this.failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
			throw new IllegalStateException("expected by a test");
		}
	}

	/** Before one fails, after which no other is called. */
	@Order(0)
	@TransactionalEventListener
	void afterCommit(NewHeadEvent event) {
		this.phases.add("committed " + event.head().number());
	}

	@Order(0)
	@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
	void afterRollback(NewHeadEvent event) {
		this.phases.add("rolled back " + event.head().number());
	}

	List<Long> rows(String who) {
		return this.jdbc.queryForList("SELECT NUMBER FROM LEDGER WHERE WHO = ? ORDER BY NUMBER", Long.class, who);
	}

	/**
	 * Works in a transaction, its own or the one that is there.
	 */
	static class Inner {

		private final JdbcTemplate jdbc;

		Inner(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Order(2)
		@EventListener
		@Transactional
		void on(NewHeadEvent event) {
			this.jdbc.update("INSERT INTO LEDGER VALUES (?, 'own')", event.head().number());
		}

		@Transactional
		void keep(long number, boolean fails) {
			this.jdbc.update("INSERT INTO LEDGER VALUES (?, 'inner')", number);
			if (fails) {
				throw new IllegalStateException("expected by a test");
			}
		}

	}

}
