package io.headwater.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database that can be away, and whose answers can be lost.
 */
public final class UnreliableDataSource extends DelegatingDataSource {

	private final AtomicBoolean losesAnswer = new AtomicBoolean();

	private volatile boolean away;

	/**
	 * Create one that is reliable yet.
	 * @param database the database itself
	 */
	public UnreliableDataSource(DataSource database) {
		super(database);
	}

	/**
	 * Let nobody connect any more, or again.
	 */
	public void away(boolean away) {
		this.away = away;
	}

	/**
	 * Lose the answer to the next commit of a thread that publishes: the commit is made,
	 * but seems to fail.
	 */
	public void loseAnswerToNextCommitOfAStep() {
		this.losesAnswer.set(true);
	}

	/** Whether an answer is still to be lost. */
	public boolean isToLoseAnswer() {
		return this.losesAnswer.get();
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (this.away) {
			throw new SQLException("the database is away");
		}
		Connection connection = super.getConnection();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (this.away && !method.getName().matches("close|isClosed|unwrap")) {
						throw new SQLException("the database is away");
					}
					Object result = invoke(connection, method, arguments);
					if (method.getName().equals("commit") && isPublishing()
							&& this.losesAnswer.compareAndSet(true, false)) {
						throw new SQLException("the answer to the commit was lost");
					}
					return result;
				});
	}

	private static Object invoke(Connection connection, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private static boolean isPublishing() {
		return Thread.currentThread().getName().contains("-publisher");
	}

}
