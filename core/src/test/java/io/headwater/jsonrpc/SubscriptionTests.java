package io.headwater.jsonrpc;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

class SubscriptionTests {

	private final RpcFixture rpc = new RpcFixture(PayloadForm.ALONE);

	@ParameterizedTest
	@EnumSource
	void announcesWhateverTheOrderOfMembers(PayloadForm form) {
		RpcFixture rpc = new RpcFixture(form);
		rpc.subscribed("0x1");
		rpc.receive("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x1\","
				+ "\"result\":{\"a\":[\"\u00e9\"]}}}");
		rpc.receive("{\"x\":\"\u00e9\ud834\udd1e\",\"method\":\"eth_subscription\",\"params\":{\"result\":"
				+ "{\"a\":[\"\u00e9\"]},\"y\":[{}],\"subscription\":\"0x1\"},\"jsonrpc\":\"2.0\"}");
		rpc.receive(" { \"params\" : { \"result\" : 17 , \"subscription\" : \"0x1\" } , \"method\" : "
				+ "\"eth_subscription\" } ");
		assertThat(rpc.announced).containsExactly("heads {\"a\":[\"\u00e9\"]} @2", "heads {\"a\":[\"\u00e9\"]} @3",
				"heads 17 @4");
		assertThat(rpc.observer.rejections()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@FailureMode(26)
	void keepsNotificationsUntilTheSubscribeReply(PayloadForm form) {
		RpcFixture rpc = new RpcFixture(form);
		CompletableFuture<String> answer = rpc.client.subscribe(rpc.subscription("heads"));
		rpc.receive(RpcFixture.notification("0x1", "{\"n\":1}"));
		rpc.receive("{\"method\":\"eth_subscription\",\"params\":{\"result\":{\"n\":2},\"subscription\":\"0x1\"}}");
		assertThat(rpc.announced).isEmpty();
		rpc.receive("{\"result\":\"0x1\",\"id\":1}");
		assertThat(answer).isCompletedWithValue("0x1");
		rpc.receive(RpcFixture.notification("0x1", "{\"n\":3}"));
		assertThat(rpc.announced).containsExactly("heads {\"n\":1} @1", "heads {\"n\":2} @2", "heads {\"n\":3} @4");
		assertThat(rpc.observer.rejections()).isEmpty();
	}

	@Test
	@FailureMode({ 26, 39 })
	void keepsNoMoreNotificationsThanTheBound() {
		this.rpc.client.subscribe(this.rpc.subscription("heads"));
		for (int i = 1; i <= RpcFixture.MAX_HELD + 2; i++) {
			this.rpc.receive(RpcFixture.notification("0x1", "" + i));
		}
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION,
				FrameRejection.UNKNOWN_SUBSCRIPTION);
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		assertThat(this.rpc.announced).containsExactly("heads 1 @1", "heads 2 @2", "heads 3 @3");
		assertThat(this.rpc.observer.rejections()).hasSize(2);
	}

	@Test
	void keepsNoLongerNotificationsThanTheBound() {
		this.rpc.client.subscribe(this.rpc.subscription("heads"));
		String half = "\"" + "x".repeat(128 * 1024 - 2) + "\"";
		this.rpc.receive(RpcFixture.notification("0x1", half));
		this.rpc.receive(RpcFixture.notification("0x1", half));
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION);
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		assertThat(this.rpc.announced).hasSize(2);
	}

	/** What was delivered no longer counts against the bounds, also while others wait. */
	@Test
	void keepsAsManyForTheNextSubscription() {
		String half = "\"" + "x".repeat(128 * 1024 - 2) + "\"";
		this.rpc.client.subscribe(this.rpc.subscription("first"));
		this.rpc.client.subscribe(this.rpc.subscription("second"));
		for (int round = 1; round <= 2; round++) {
			for (int i = 0; i < 2; i++) {
				this.rpc.receive(RpcFixture.notification("0x" + round, half));
			}
			this.rpc.receive("{\"id\":%d,\"result\":\"0x%d\"}".formatted(round, round));
			assertThat(this.rpc.announced).hasSize(2 * round);
		}
		assertThat(this.rpc.observer.rejections()).isEmpty();
	}

	@Test
	void dropsAndCountsWhatWasKeptForNobody() {
		this.rpc.client.subscribe(this.rpc.subscription("heads"));
		this.rpc.receive(RpcFixture.notification("0x9", "1"));
		this.rpc.receive(RpcFixture.notification("0x1", "2"));
		this.rpc.receive(RpcFixture.notification("0x8", "3"));
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		assertThat(this.rpc.announced).containsExactly("heads 2 @2");
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION,
				FrameRejection.UNKNOWN_SUBSCRIPTION);
	}

	@Test
	void keepsWhatMayBelongToAnotherSubscriptionThatWaits() {
		this.rpc.client.subscribe(this.rpc.subscription("first"));
		this.rpc.client.subscribe(this.rpc.subscription("second"));
		this.rpc.receive(RpcFixture.notification("0x2", "1"));
		this.rpc.receive(RpcFixture.notification("0x1", "2"));
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		assertThat(this.rpc.announced).containsExactly("first 2 @2");
		this.rpc.receive("{\"id\":2,\"result\":\"0x2\"}");
		assertThat(this.rpc.announced).containsExactly("first 2 @2", "second 1 @1");
		assertThat(this.rpc.observer.rejections()).isEmpty();
	}

	@Test
	void answerToAnotherCallReleasesNothing() {
		this.rpc.client.subscribe(this.rpc.subscription("heads"));
		this.rpc.call();
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		this.rpc.receive("{\"id\":2,\"result\":\"0x1\"}");
		assertThat(this.rpc.announced).isEmpty();
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		assertThat(this.rpc.announced).containsExactly("heads 1 @1");
	}

	@Test
	void keepsNothingWhenNoSubscribeReplyIsDue() {
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION);
		this.rpc.subscribed("0x1");
		assertThat(this.rpc.announced).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":1,\"error\":{\"code\":-32601}}", "{\"id\":1,\"result\":null}",
			"{\"id\":1,\"result\":true}", "{\"id\":1,\"result\":[\"0x1\"]}" })
	void keepsNothingOnceTheNodeHasNotAgreed(String reply) {
		CompletableFuture<String> answer = this.rpc.client.subscribe(this.rpc.subscription("heads"));
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		this.rpc.receive(reply);
		assertThat(answer).isCompletedExceptionally();
		this.rpc.receive(RpcFixture.notification("0x1", "2"));
		assertThat(this.rpc.announced).isEmpty();
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION,
				FrameRejection.UNKNOWN_SUBSCRIPTION);
	}

	@Test
	void keepsNothingOnceTheSubscribeReplyIsLate() {
		CompletableFuture<String> answer = this.rpc.client.subscribe(this.rpc.subscription("heads"));
		this.rpc.scheduler.advance(RpcFixture.TIMEOUT);
		assertThat(RpcFixture.failure(answer).outcome()).isEqualTo(CallOutcome.TIMEOUT);
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		assertThat(this.rpc.announced).isEmpty();
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_ID,
				FrameRejection.UNKNOWN_SUBSCRIPTION);
	}

	@Test
	void rejectedSubscribeKeepsNothing() {
		for (int i = 0; i < RpcFixture.MAX_CALLS; i++) {
			this.rpc.call();
		}
		CompletableFuture<String> answer = this.rpc.client.subscribe(this.rpc.subscription("heads"));
		assertThat(RpcFixture.failure(answer).outcome()).isEqualTo(CallOutcome.REJECTED);
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION);
	}

	@ParameterizedTest
	@EnumSource
	void oneBatchMayAgreeAndAnnounce(PayloadForm form) {
		RpcFixture rpc = new RpcFixture(form);
		rpc.client.subscribe(rpc.subscription("heads"));
		rpc.receive("[" + RpcFixture.notification("0x1", "1") + ",{\"id\":1,\"result\":\"0x1\"},"
				+ RpcFixture.notification("0x1", "{\"n\":2}") + "]");
		assertThat(rpc.announced).containsExactly("heads 1 @1", "heads {\"n\":2} @1");
		assertThat(rpc.observer.rejections()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 256, 257 })
	void nodesIdHasALimit(int length) {
		CompletableFuture<String> answer = this.rpc.client.subscribe(this.rpc.subscription("heads"));
		this.rpc.receive("{\"id\":1,\"result\":\"" + "x".repeat(length) + "\"}");
		assertThat(answer.isCompletedExceptionally()).isEqualTo(length > 256);
	}

	@ParameterizedTest
	@ValueSource(strings = { "17", "0", "-3", "18446744073709551618", "1.0", "1.5e3",
			"1234567890123456789012345678901234567890123456789012345678901234567890" })
	@FailureMode(49)
	void announcesUnderAnIdThatIsANumberAndKeepsItsTypeToUnsubscribe(String id) {
		Subscription<String> subscription = this.rpc.subscription("heads");
		CompletableFuture<String> answer = this.rpc.client.subscribe(subscription);
		String notification = RpcFixture.notification("0x1", "{}").replace("\"0x1\"", id);
		this.rpc.receive(notification);
		this.rpc.receive("{\"id\":1,\"result\":" + id + "}");
		assertThat(answer).isCompletedWithValue(id);
		this.rpc.receive(notification);
		this.rpc.receive("{\"method\":\"eth_subscription\",\"params\":{\"result\":1,\"subscription\":" + id + "}}");
		assertThat(this.rpc.announced).containsExactly("heads {} @1", "heads {} @3", "heads 1 @4");
		this.rpc.client.unsubscribe(subscription);
		assertThat(this.rpc.connection.sent()).last(STRING)
			.endsWith("\"method\":\"eth_unsubscribe\",\"params\":[" + id + "]}");
	}

	/**
	 * A relay may write as text what its node wrote as a number, or the other way round.
	 */
	@Test
	@FailureMode(49)
	void idIsMatchedByItsText() {
		this.rpc.subscribed("17");
		this.rpc.receive(RpcFixture.notification("0x1", "1").replace("\"0x1\"", "17"));
		Subscription<String> other = this.rpc.subscription("other");
		this.rpc.client.subscribe(other);
		this.rpc.receive("{\"id\":2,\"result\":18}");
		this.rpc.receive(RpcFixture.notification("18", "2"));
		assertThat(this.rpc.announced).containsExactly("heads 1 @2", "other 2 @4");
	}

	/** Nodes give the same ids again to each process, such as 0x1. */
	@Test
	@FailureMode(27)
	void idOfTheLastConnectionMeansNothingOnTheNext() {
		this.rpc.subscribed("0x1");
		this.rpc.reconnect();
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		assertThat(this.rpc.announced).isEmpty();
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION);
	}

	@Test
	void whatOneConnectionKeptIsNotAnnouncedOnTheNext() {
		Subscription<String> subscription = this.rpc.subscription("heads");
		this.rpc.client.subscribe(subscription);
		this.rpc.receive(RpcFixture.notification("0x1", "1"));
		this.rpc.reconnect();
		this.rpc.client.subscribe(this.rpc.subscription("heads"));
		this.rpc.receive(RpcFixture.notification("0x1", "2"));
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		assertThat(this.rpc.announced).containsExactly("heads 2 @2");
	}

	@Test
	void subscriptionIsBoundToTheIdThatTheNodeGaveItLast() {
		Subscription<String> subscription = this.rpc.subscription("heads");
		for (String id : List.of("0xa", "0xb")) {
			this.rpc.client.subscribe(subscription);
			this.rpc.receive("{\"id\":%d,\"result\":\"%s\"}".formatted(this.rpc.lastId(), id));
			this.rpc.receive(RpcFixture.notification(id, "1"));
			this.rpc.client.unsubscribe(subscription);
			this.rpc.receive(RpcFixture.notification(id, "2"));
		}
		assertThat(this.rpc.announced).containsExactly("heads 1 @2", "heads 1 @5");
	}

	@Test
	void malformedAnnouncementIsSkippedAlone() {
		this.rpc.client.subscribe(this.rpc.client.subscription(RpcFixture.STRICT, this.rpc.handler(""), "newHeads"));
		this.rpc.receive(RpcFixture.notification("0x1", "{\"a\":[]}"));
		this.rpc.receive(RpcFixture.notification("0x1", "[\"kept\"]"));
		this.rpc.receive("{\"id\":1,\"result\":\"0x1\"}");
		this.rpc.receive(RpcFixture.notification("0x1", "[\"a\",{\"b\":[1]}]"));
		this.rpc.receive(RpcFixture.notification("0x1", "[\"next\"]"));
		assertThat(this.rpc.announced).containsExactly("unreadable: an array of strings", "kept",
				"unreadable: one string", "next");
		assertThat(this.rpc.observer.rejections()).isEmpty();
	}

}
