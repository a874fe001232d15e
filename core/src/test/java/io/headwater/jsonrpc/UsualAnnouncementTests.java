package io.headwater.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.headwater.testing.FailureMode;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is announced in the usual form is read from its bytes, and only that.
 */
class UsualAnnouncementTests {

	private static final String USUAL = "{'jsonrpc':'2.0','method':'eth_subscription','params':{'subscription':'0xa1',"
			+ "'result':{'n':1}}}";

	private final RpcFixture rpc = new RpcFixture(PayloadForm.INSIDE);

	private final List<String> announced = new ArrayList<>();

	private final Subscription<String> subscription = this.rpc.client.subscription(new Marking(),
			(value, nanos) -> this.announced.add(value), "newHeads");

	@ParameterizedTest
	@ValueSource(strings = { "", "\n" })
	void readsBytesOfTheUsualForm(String end) {
		bind("0xa1");
		receive(USUAL + end);
		assertThat(this.announced).containsExactly("bytes {\"n\":1}");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{'method':'eth_subscription','params':{'subscription':'0xa1','result':{'n':1}},'jsonrpc':'2.0'}",
			"{'jsonrpc':'2.0','method':'eth_subscription','params':{'result':{'n':1},'subscription':'0xa1'}}",
			"{ 'jsonrpc':'2.0','method':'eth_subscription','params':{'subscription':'0xa1','result':{'n':1}}}",
			"{'jsonrpc':'2.0','method':'eth_subscription','params':{'subscription':'0xa1','result':{'n':1}} }",
			"[{'jsonrpc':'2.0','method':'eth_subscription','params':{'subscription':'0xa1','result':{'n':1}}}]" })
	void readsTokensOfOtherForms(String message) {
		bind("0xa1");
		receive(message);
		assertThat(this.announced).containsExactly("tokens");
	}

	@Test
	void readsTokensWhereTheValueHasAnotherForm() {
		bind("0xa1");
		receive(USUAL.replace("{'n':1}", "'unusual'"));
		assertThat(this.announced).containsExactly("tokens");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0xa", "0xa11", "0xb1" })
	void announcementOfAnotherSubscriptionIsNotTaken(String id) {
		bind("0xa1");
		receive(USUAL.replace("0xa1", id));
		assertThat(this.announced).isEmpty();
		assertThat(this.rpc.observer.rejections()).containsExactly(FrameRejection.UNKNOWN_SUBSCRIPTION);
	}

	@Test
	void takesNothingAfterTheEndOfTheSubscription() {
		bind("0xa1");
		this.rpc.client.unsubscribe(this.subscription);
		receive(USUAL);
		assertThat(this.announced).isEmpty();
	}

	@Test
	void takesNothingOfTheLastConnection() {
		bind("0xa1");
		this.rpc.reconnect();
		receive(USUAL);
		assertThat(this.announced).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "17", "18446744073709551618", "1.5e3" })
	@FailureMode(49)
	void readsBytesWhereTheIdIsANumber(String id) {
		this.rpc.client.subscribe(this.subscription);
		receive("{'id':1,'result':" + id + "}");
		receive(USUAL.replace("'0xa1'", id));
		receive(USUAL.replace("0xa1", id));
		assertThat(this.announced).containsExactly("bytes {\"n\":1}", "tokens");
	}

	@Test
	void idThatJsonEscapesIsReadFromTokens() {
		CompletableFuture<@Nullable String> answer = this.rpc.client.subscribe(this.subscription);
		receive("{'id':1,'result':'a\\u0022b'}");
		assertThat(answer).isCompletedWithValue("a\"b");
		receive(USUAL.replace("0xa1", "a\\u0022b"));
		assertThat(this.announced).containsExactly("tokens");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "}}", "{}}", "{'jsonrpc':'2.0','method':'eth_subscription','params':{" })
	void shortMessageIsRejected(String message) {
		bind("0xa1");
		receive(message);
		assertThat(this.announced).isEmpty();
		assertThat(this.rpc.observer.rejections()).hasSize(1);
	}

	private void bind(String id) {
		this.rpc.client.subscribe(this.subscription);
		receive("{'id':1,'result':'" + id + "'}");
	}

	private void receive(String message) {
		Payload payload = PayloadForm.INSIDE.of(message.replace('\'', '"'));
		this.rpc.receive(payload);
	}

	/**
	 * Tells in which way a value was read. In bytes, an object is usual.
	 */
	private static final class Marking implements ResultReader<String> {

		@Override
		public String read(JsonParser parser) {
			parser.skipChildren();
			return "tokens";
		}

		@Override
		public @Nullable String readUsual(byte[] buffer, int from, int to) {
			return (buffer[from] == '{') ? "bytes " + new String(buffer, from, to - from, StandardCharsets.UTF_8)
					: null;
		}

	}

}
