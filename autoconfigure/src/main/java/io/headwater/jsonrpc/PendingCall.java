package io.headwater.jsonrpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its answer.
 */
final class PendingCall {

	private final String method;

	private final ResultReader<?> reader;

	private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

	private volatile @Nullable Future<?> deadline;

	PendingCall(String method, ResultReader<?> reader) {
		this.method = method;
		this.reader = reader;
	}

	String method() {
		return this.method;
	}

	ResultReader<?> reader() {
		return this.reader;
	}

	CompletableFuture<@Nullable Object> answer() {
		return this.answer;
	}

	void deadline(Future<?> deadline) {
		this.deadline = deadline;
	}

	void complete(@Nullable Object result, @Nullable JsonRpcException failure) {
		Future<?> deadline = this.deadline;
		if (deadline != null) {
			deadline.cancel(false);
		}
		if (failure != null) {
			this.answer.completeExceptionally(failure);
		}
		else {
			this.answer.complete(result);
		}
	}

}
