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

	private final @Nullable Subscription<?> subscription;

	private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

	private volatile @Nullable Future<?> deadline;

	PendingCall(String method, ResultReader<?> reader, @Nullable Subscription<?> subscription) {
		this.method = method;
		this.reader = reader;
		this.subscription = subscription;
	}

	String method() {
		return this.method;
	}

	ResultReader<?> reader() {
		return this.reader;
	}

	/** Return the subscription that the answer gives its id, if it does. */
	@Nullable Subscription<?> subscription() {
		return this.subscription;
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
