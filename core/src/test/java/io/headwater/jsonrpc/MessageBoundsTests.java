package io.headwater.jsonrpc;

import java.util.Collections;
import java.util.concurrent.CompletableFuture;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a message may be made of, so that its objects take not many times its length.
 */
class MessageBoundsTests {

	private static final int LONGEST_BATCH = 1000;

	private static final int LONGEST_ID = 256;

	private final RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);

	@Test
	@FailureMode({ 33, 39 })
	void readsNoBatchThatIsLongerThanAnyAnswer() {
		CompletableFuture<String> answer = this.rpc.call();
		this.rpc.receive(batch("{\"id\":1,\"error\":{\"code\":1}}", LONGEST_BATCH + 1));
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.NOT_JSON);
		assertThat(answer).isNotDone();
		this.rpc.receive(batch("{\"id\":1,\"result\":17}", LONGEST_BATCH));
		assertThat(answer).isCompletedWithValue("17");
	}

	@Test
	@FailureMode({ 33, 39, 49 })
	void readsNoMoreTextsInAFrameThanABatchMayHave() {
		CompletableFuture<String> answer = this.rpc.call();
		String half = batch("{\"id\":1,\"result\":17}", LONGEST_BATCH / 2);
		this.rpc.receive("{\"id\":1,\"result\":17}".repeat(LONGEST_BATCH + 1));
		this.rpc.receive(half + "{\"id\":1,\"result\":17}\n" + half);
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.NOT_JSON, FrameRejection.NOT_JSON);
		assertThat(answer).isNotDone();
		this.rpc.receive(half + half);
		assertThat(answer).isCompletedWithValue("17");
		CompletableFuture<String> next = this.rpc.call();
		this.rpc.receive("{\"id\":2,\"result\":17}\n".repeat(LONGEST_BATCH));
		assertThat(next).isCompletedWithValue("17");
	}

	/** Long ones would be held beside the bound on what they announce. */
	@Test
	@FailureMode({ 26, 39 })
	void keepsNoNotificationWhoseIdIsLongerThanAnyThatIsRead() {
		CompletableFuture<String> answer = this.rpc.client.subscribe(this.rpc.subscription("heads"));
		String longest = "x".repeat(LONGEST_ID);
		this.rpc.receive(RpcFixture.notification(longest + "x", "1"));
		this.rpc.receive(RpcFixture.notification(longest, "2"));
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION);
		this.rpc.receive("{\"id\":1,\"result\":\"" + longest + "\"}");
		assertThat(answer).isCompletedWithValue(longest);
		assertThat(this.rpc.announced).containsExactly("heads 2 @2");
	}

	/** A message may have as many errors as it likes, and each would cost a trace. */
	@Test
	@FailureMode({ 33, 39 })
	void makesNoStackTraceOfWhatANodeSends() {
		CompletableFuture<String> refused = this.rpc.call();
		CompletableFuture<String> malformed = this.rpc.client.call("eth_strict", RpcFixture.STRICT);
		this.rpc.receive("{\"id\":1,\"error\":{},\"error\":{\"code\":1}}");
		this.rpc.receive("{\"id\":2,\"result\":1,\"result\":2}");
		assertThat(RpcFixture.failure(refused).getStackTrace()).isEmpty();
		assertThat(RpcFixture.failure(malformed).getStackTrace()).isEmpty();
		assertThat(new MalformedResultException("a fault").getStackTrace()).isEmpty();
	}

	private static String batch(String element, int count) {
		return Collections.nCopies(count, element).toString();
	}

}
