package io.headwater.benchmarks.feed;

import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NodeAnswersTests {

	private static final long LATEST = FeedChain.FIRST + 1000;

	private final NodeAnswers answers = new NodeAnswers(() -> LATEST);

	@ParameterizedTest
	@CsvSource({ "eth_chainId, 0x1", "eth_blockNumber, 0x16003e8", "net_version, 1", "eth_syncing, false",
			"eth_unsubscribe, true" })
	void answersWhatClientsAskOnConnecting(String method, String result) {
		assertThat(result("{'jsonrpc':'2.0','id':7,'method':'" + method + "','params':[]}")).hasToString(result);
	}

	@ParameterizedTest
	@CsvSource({ "latest, 1000", "pending, 1000", "safe, 968", "finalized, 936", "earliest, 0", "0x1600005, 5" })
	void knowsTagsAndNumbers(String block, int above) {
		assertThat(numberOf(result("{'id':7,'method':'eth_getHeaderByNumber','params':['" + block + "']}")))
			.isEqualTo(FeedChain.FIRST + above);
		assertThat(numberOf(result("{'id':7,'method':'eth_getBlockByNumber','params':['" + block + "',false]}")))
			.isEqualTo(FeedChain.FIRST + above);
	}

	@Test
	void servesBlocksByTheHashesThatItTells() {
		Map<?, ?> latest = (Map<?, ?>) result("{'id':1,'method':'eth_getHeaderByNumber','params':['latest']}");
		assertThat(numberOf(
				result("{'id':1,'method':'eth_getHeaderByHash','params':['" + latest.get("parentHash") + "']}")))
			.isEqualTo(LATEST - 1);
		Map<?, ?> block = (Map<?, ?>) result(
				"{'id':1,'method':'eth_getBlockByHash','params':['" + latest.get("hash") + "',false]}");
		assertThat(block.get("hash")).isEqualTo(latest.get("hash"));
		assertThat(block.get("transactions")).isEqualTo(List.of());
	}

	@Test
	void doesNotHaveWhatIsAboveTheNewestOne() {
		assertThat(result("{'id':1,'method':'eth_getHeaderByNumber','params':['0x17fffff']}")).hasToString("null");
	}

	@Test
	void saysThatMethodIsUnknown() {
		assertThat(answer("{'id':1,'method':'eth_mine','params':[]}")).containsKey("error").doesNotContainKey("result");
		assertThat(answer("{'id':1,'method':'eth_subscribe','params':['logs']}")).containsKey("error");
	}

	@Test
	void repeatsAnyId() {
		assertThat(answer("{ \"id\" : \"a\\\"b\" , 'method':'eth_chainId' }")).containsEntry("id", "a\"b");
		assertThat(answer("{'method':'eth_chainId','id':12}").get("id")).hasToString("12");
	}

	@Test
	void answersBatches() {
		Object batch = JsonValues.parse(this.answers.answer(JsonValues
			.parse("[{'id':1,'method':'eth_chainId'},{'id':2,'method':'eth_syncing'}]".replace('\'', '"'))));
		assertThat(batch).asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting((answer) -> ((Map<?, ?>) answer).get("id").toString())
			.containsExactly("1", "2");
	}

	@Test
	void tellsSubscriptionsToHeads() {
		assertThat(NodeAnswers.subscribes(parse("{'id':1,'method':'eth_subscribe','params':['newHeads']}"))).isTrue();
		assertThat(NodeAnswers.subscribes(parse("{'id':1,'method':'eth_subscribe','params':['logs']}"))).isFalse();
		assertThat(NodeAnswers.subscribes(parse("{'id':1,'method':'eth_chainId','params':[]}"))).isFalse();
	}

	private static long numberOf(Object head) {
		return Long.decode(((Map<?, ?>) head).get("number").toString());
	}

	private Object result(String request) {
		return answer(request).get("result");
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> answer(String request) {
		return (Map<String, Object>) JsonValues.parse(this.answers.answer(parse(request)));
	}

	private static Object parse(String request) {
		return JsonValues.parse(request.replace('\'', '"'));
	}

}
