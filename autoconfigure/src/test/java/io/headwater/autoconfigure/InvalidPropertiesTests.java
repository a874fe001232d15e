package io.headwater.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A property with which no stream can start stops the application, and says what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidPropertiesTests {

	private static final String CANARY = "C4n4ryKey";

	private static final String URL = "headwater.chains.main.nodes[0].url";

	private static final String URL_REMEDY = "Write the address of the node's WebSocket there, such as "
			+ "ws://localhost:8546 or wss://eth.example/ws.";

	private static final String DEFAULTS_HINT = " If you do not find it there, look under 'headwater.defaults'.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("headwater.chains.main.nodes[0].headers.X-Key=" + CANARY);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                                | is empty
			'   '                             | is empty
			http://node.example/C4n4ryKey     | has the scheme http, but heads are announced over a WebSocket only
			HTTPS://C4n4ryKey@node.example    | has the scheme https, but heads are announced over a WebSocket only
			file:/C4n4ryKey                   | has the scheme file, but heads are announced over a WebSocket only
			C4n4ryKey://node.example          | has no scheme ws or wss, but heads are announced over a WebSocket only
			node.example/C4n4ryKey            | has no scheme ws or wss, but heads are announced over a WebSocket only
			node.example:8546/C4n4ryKey       | has no scheme ws or wss, but heads are announced over a WebSocket only
			ws://node.example/C4n4ryKey here  | is no valid URL: Illegal character in path at position 27
			C4n4ryKey is no address           | is no valid URL: Illegal character in path at position 9
			ws://node.example/?C4n4ryKey=%    | is no valid URL: Malformed escape pair at position 29
			ws:///C4n4ryKey                   | has no valid host name (letters, digits, dashes and dots)
			ws:C4n4ryKey                      | has no valid host name (letters, digits, dashes and dots)
			ws://C4n4ryKey_node.example/      | has no valid host name (letters, digits, dashes and dots)
			ws://node.example/#C4n4ryKey      | has a fragment (a part after #), which RFC 6455 forbids for a WebSocket
			ws://node.example:65536/C4n4ryKey | has the port 65536, but the largest one is 65535
			""")
	void tellsWhatIsWrongWithAnAddress(String url, String problem) {
		this.runner.withPropertyValues(URL + "=" + url)
			.run((context) -> assertFailure(context, URL, problem, URL_REMEDY));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					queue-capacity          | 0        | is 0, but at least one head must be able to wait                | Write a positive number; 256 is the default.
					queue-capacity          | -1       | is -1, but at least one head must be able to wait               | Write a positive number; 256 is the default.
					chain-id                | 0        | is 0, but a chain id is positive                                | Write the chain's id, such as 1 for Ethereum's main network, or leave the property out.
					chain-id                | -5       | is -5, but a chain id is positive                               | Write the chain's id, such as 1 for Ethereum's main network, or leave the property out.
					max-message-size        | 1023B    | is 1023B, which is not between 1024B and 33554432B              | Write a size such as 4MB, which is the default.
					max-message-size        | 33MB     | is 34603008B, which is not between 1024B and 33554432B          | Write a size such as 4MB, which is the default.
					max-message-size        | 4GB      | is 4294967296B, which is not between 1024B and 33554432B        | Write a size such as 4MB, which is the default.
					connect-timeout         | 0s       | is 0 ms, in which no node can answer | Write at least 100ms, with its unit, such as 10s.
					request-timeout         | -1s      | is -1000 ms, in which no node can answer | Write at least 100ms, with its unit, such as 10s.
					send-timeout            | 0        | is 0 ms, in which no node can answer | Write at least 100ms, with its unit, such as 10s.
					connect-timeout         | 10       | is 10 ms, in which no node can answer                           | Write at least 100ms, with its unit, such as 10s.
					request-timeout         | 10       | is 10 ms, in which no node can answer                           | Write at least 100ms, with its unit, such as 10s.
					send-timeout            | 99ms     | is 99 ms, in which no node can answer                           | Write at least 100ms, with its unit, such as 10s.
					catch-up.max-requests-per-second | fast    | is neither 'auto' nor a whole number of at most nine digits | Write 'auto', which is the default, or a number such as 10.
					catch-up.max-requests-per-second | 1.5     | is neither 'auto' nor a whole number of at most nine digits | Write 'auto', which is the default, or a number such as 10.
					catch-up.max-requests-per-second | -1      | is -1, but must not be negative                         | Write 0 or a positive number.
					catch-up.max-in-flight  | many     | is neither 'auto' nor a whole number of at most nine digits     | Write 'auto', which is the default, or a number such as 10.
					catch-up.max-in-flight  | 0        | is 0, which is not between 1 and 16                             | Write such a number, or 'auto', which is the default.
					catch-up.max-in-flight  | 17       | is 17, which is not between 1 and 16                            | Write such a number, or 'auto', which is the default.
					shutdown-timeout        | 999us    | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					keep-alive.interval     | 0s       | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					keep-alive.timeout      | 0s       | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					partial-message-timeout | 0s       | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					reconnect.initial-delay | 0ms      | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					reconnect.max-delay     | -1ms     | is -1 ms, but must be at least 1 ms                             | Write a positive duration, such as 10s.
					request-timeout         | 366d     | is longer than 365 days                                         | Write a shorter duration, such as 10s.
					reconnect.refused-delay | 0s       | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					slow-listener-after     | 0s       | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					retry.max-retries       | -1       | is -1, but must not be negative                                 | Write 0 or a positive number.
					retry.delay             | 0s       | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					retry.multiplier        | 0.99     | is 0.99, but delays do not become shorter                       | Write 1 for delays that are all alike, or a greater number; 2 is the default.
					retry.multiplier        | NaN      | is NaN, but delays do not become shorter                        | Write 1 for delays that are all alike, or a greater number; 2 is the default.
					retry.max-delay         | 99ms     | is 99 ms, but retry.delay is longer: 100 ms                     | Write a longer duration, or shorten retry.delay.
					window                  | 1        | is 1, but must be at least 2                                    | Write a greater number; 4096 is the default.
					stale-head.after        | 0s       | is 0 ms, but must be at least 1 ms                              | Write a positive duration, such as 10s.
					fail-back.after         | 0s       | is 0 ms, in which no node can show that it is well              | Write at least 1s, such as 10m.
					fail-back.after         | 10       | is 10 ms, in which no node can show that it is well             | Write at least 1s, such as 10m.
					node-lag                | -1       | is -1, but must not be negative                                 | Write 0 or a positive number.
					reconnect.max-delay     | 499ms    | is 499 ms, but reconnect.initial-delay is longer: 500 ms        | Write a longer duration, or shorten reconnect.initial-delay.
					""")
	void tellsWhatIsWrongWithAValue(String property, String value, String problem, String remedy) {
		this.runner
			.withPropertyValues(URL + "=ws://node.example/" + CANARY, "headwater.chains.main." + property + "=" + value)
			.run((context) -> assertFailure(context, "headwater.chains.main." + property, problem,
					remedy + DEFAULTS_HINT));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					retry.delay   | 5s   | retry.max-delay | is 1000 ms, but retry.delay is longer: 5000 ms                   | Write a longer duration, or shorten retry.delay.
					confirmations | 5000 | window          | is 4096, but must be greater than confirmations, which is 5000  | Write a greater number, or fewer confirmations; 4096 and 0 are the defaults.
					""")
	void namesBothValuesThatDoNotGoTogether(String written, String value, String property, String problem,
			String remedy) {
		this.runner
			.withPropertyValues(URL + "=ws://node.example/" + CANARY, "headwater.chains.main." + written + "=" + value)
			.run((context) -> assertFailure(context, "headwater.chains.main." + property, problem,
					remedy + DEFAULTS_HINT));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			url=wss://node.example/v3/${API_KEY}          | url     | the placeholder ${API_KEY}
			url=${node.url}                               | url     | the placeholder ${node.url}
			url=wss://node.example/v3/${C4n4ryKey}        | url     | a placeholder ${...}
			url=wss://C4n4ryKey@node.example/${C4n4ryKey} | url     | a placeholder ${...}
			headers.Authorization=Bearer ${API_TOKEN}     | headers | the placeholder ${API_TOKEN}
			""")
	void tellsThatAPlaceholderIsNotSet(String property, String named, String placeholder) {
		this.runner.withPropertyValues(URL + "=ws://node.example", "headwater.chains.main.nodes[0]." + property)
			.run((context) -> assertFailure(context, "headwater.chains.main.nodes[0]." + named,
					"contains " + placeholder + ", which is not set",
					"Set it as a variable of the environment, as a system property or beside the other properties."));
	}

	@ParameterizedTest
	@MethodSource("groups")
	void tellsThatAGroupHasNoValueItself(String group, String members, CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run("--" + URL + "=ws://node.example", "--headwater." + group + "=" + CANARY));
		assertThat(output)
			.contains("The property 'headwater." + group + "' is a group of properties, but has a value "
					+ "itself (\"headwater." + group + "\" from property source \"commandLineArgs\").")
			.contains(members)
			.doesNotContain(CANARY);
	}

	static Stream<Arguments> groups() {
		Stream<Arguments> ofChain = Arrays.stream(ChainProperties.class.getRecordComponents())
			.filter((part) -> part.getType().isRecord())
			.map((part) -> DataObjectPropertyName.toDashedForm(part.getName()))
			.map((part) -> Arguments.of("chains.main." + part, "'headwater.chains.main." + part + "."));
		return Stream.concat(ofChain, Stream.of(
				Arguments.of("defaults.stale-head", "Write 'headwater.defaults.stale-head.after'."),
				Arguments.of("chains.main.retry",
						"Write what is below it: 'headwater.chains.main.retry.max-retries', "
								+ "'headwater.chains.main.retry.delay', 'headwater.chains.main.retry.multiplier', "
								+ "'headwater.chains.main.retry.max-delay'."),
				Arguments.of("health", "Write 'headwater.health.down-after'.")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					catch-up.max-blocks | all      | Leave the property out to fetch all missing heads, or write a number such as 10000.
					fail-back.after     | off      | Leave the property out to return to a preferred node only when
					stale-head.after    | auto     | Leave the property out to take three times the chain's block interval
					chain-id            | mainnet  | Leave the property out to take that of the first node
					on-failure          | stop     | Write 'continue' or 'halt'.
					deep-reorg          | contiune | Write 'halt' or 'continue'.
					""")
	void tellsWhatToWriteInPlaceOfAWord(String property, String word, String action, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> run("--" + URL + "=ws://node.example", "--headwater.chains.main." + property + "=" + word));
		assertThat(output)
			.contains("The property 'headwater.chains.main." + property + "' has a value that it cannot have (")
			.contains(action);
	}

	@Test
	void warnsOfANodeThatIsThereTwice(CapturedOutput output) {
		String second = "headwater.chains.main.nodes[1].";
		this.runner
			.withPropertyValues(URL + "=ws://node.example/" + CANARY, second + "url=ws://node.example/" + CANARY,
					second + "headers.X-Key=" + CANARY)
			.run((context) -> assertThat(output)
				.containsOnlyOnce("[main] nodes[1] has the same address as nodes[0]: it is no fallback for that one")
				.doesNotContain(CANARY));
	}

	@Test
	void warnsOfNoNodeThatHasTheSameAddressWithAnotherKey(CapturedOutput output) {
		String second = "headwater.chains.main.nodes[1].";
		this.runner
			.withPropertyValues(URL + "=ws://node.example", second + "url=ws://node.example",
					second + "headers.X-Key=another")
			.run((context) -> assertThat(output).doesNotContain("same address"));
	}

	@ParameterizedTest
	@CsvSource({ "queue-capacity,1", "chain-id,1", "max-message-size,1KB", "max-message-size,32MB",
			"connect-timeout,100ms", "connect-timeout,365d", "reconnect.max-delay,500ms", "retry.max-retries,0",
			"retry.multiplier,1", "retry.max-delay,100ms", "slow-listener-after,1ms", "catch-up.max-in-flight,1",
			"catch-up.max-in-flight,16", "catch-up.max-in-flight,AUTO", "catch-up.max-requests-per-second,0",
			"catch-up.max-requests-per-second,auto", "catch-up.max-requests-per-second,1" })
	void acceptsTheLimitItself(String property, String value) {
		this.runner.withPropertyValues(URL + "=ws://node.example", "headwater.chains.main." + property + "=" + value)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void tellsWhatIsWrongWithADefault() {
		this.runner.withPropertyValues(URL + "=ws://node.example", "headwater.defaults.queue-capacity=0")
			.run((context) -> assertFailure(context, "headwater.chains.main.queue-capacity",
					"is 0, but at least one head must be able to wait",
					"Write a positive number; 256 is the default." + DEFAULTS_HINT));
	}

	@Test
	void tellsThatAChainHasNoNode() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withPropertyValues("headwater.chains.main.queue-capacity=5")
			.run((context) -> assertFailure(context, "headwater.chains.main.nodes", "names no node",
					"Write headwater.chains.main.nodes[0].url=ws://..., or declare a NodeConnectionDetails bean that has "
							+ "nodes for this chain."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "url", "headers.Authorization" })
	void tellsThatANodeIsWrittenWithoutItsIndex(String member) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withPropertyValues("headwater.chains.main.nodes." + member + "=" + CANARY)
			.run((context) -> assertFailure(context, "headwater.chains.main.nodes",
					"is a list, but an entry is written without its index",
					"Write 'headwater.chains.main.nodes[0].url', and in YAML a dash before 'url'."));
	}

	@Test
	void tellsThatANodeHasHeadersButNoAddress() {
		this.runner.run((context) -> assertFailure(context, URL, "is empty", URL_REMEDY));
	}

	@Test
	void tellsWhichOfSeveralNodesIsWrong() {
		this.runner
			.withPropertyValues(URL + "=ws://node.example", "headwater.chains.main.nodes[1].url=http://node.example")
			.run((context) -> assertFailure(context, "headwater.chains.main.nodes[1].url",
					"has the scheme http, but heads are announced over a WebSocket only", URL_REMEDY));
	}

	@Test
	void tellsWhatIsWrongWithConnectionDetails() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withBean(NodeConnectionDetails.class,
					() -> () -> Map.of("main", List.of(new NodeConnectionDetails.Node("http://" + CANARY))))
			.run((context) -> assertFailure(context, URL,
					"has the scheme http, but heads are announced over a WebSocket only", URL_REMEDY));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			headers.[C4n4ry Key]=value | has a name that no HTTP header can have
			headers.Sec-WebSocket-Protocol=C4n4ryKey | is one that the handshake itself sets
			headers.Host=C4n4ryKey | is one that the handshake itself sets
			headers.X-Key=C4n4ryKey\u00e4 | has a value with characters other than printable ASCII
			""")
	void tellsWhatIsWrongWithAHeader(String header, String problem) {
		this.runner.withPropertyValues(URL + "=ws://node.example", "headwater.chains.main.nodes[0]." + header)
			.run((context) -> assertFailure(context, "headwater.chains.main.nodes[0].headers",
					"has an entry that " + problem,
					"Write names and values in printable ASCII, and no header that belongs to the handshake itself, "
							+ "such as Host or Upgrade."));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tellsThatAnSslBundleDoesNotExist(boolean withBundles) {
		ApplicationContextRunner runner = withBundles
				? this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class)) : this.runner;
		runner
			.withPropertyValues(URL + "=wss://node.example/" + CANARY,
					"headwater.chains.main.nodes[0].ssl-bundle=missing")
			.run((context) -> assertFailure(context, "headwater.chains.main.nodes[0].ssl-bundle",
					"names the SSL bundle 'missing', which does not exist",
					"Define it under 'spring.ssl.bundle', or name one that is there."));
	}

	@Test
	void tellsThatAnSslBundleIsOfNoUse() {
		this.runner
			.withPropertyValues(URL + "=ws://node.example/" + CANARY, "headwater.chains.main.nodes[0].ssl-bundle=eth")
			.run((context) -> assertFailure(context, "headwater.chains.main.nodes[0].ssl-bundle",
					"is set, but the address of the node is not encrypted",
					"Write an address that begins with wss:// into 'headwater.chains.main.nodes[0].url', or remove "
							+ "the bundle."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					MainNet  | ' ''headwater.chains.mainnet'' would do.'
					1main    | ' ''headwater.chains.main'' would do.'
					main_net | ' ''headwater.chains.main-net'' would do.'
					-main    | ' ''headwater.chains.main'' would do.'
					_        | ''
					0        | ' Chains are no list: write each below a name of your choice, such as ''headwater.chains.mainnet''.'
					a123456789a123456789a123456789a123456789a123456789a123456789abcd | ''
					""")
	void tellsThatAChainHasABadNameAndWhichOneWouldDo(String name, String hint) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
			.withPropertyValues("headwater.chains.[" + name + "].nodes[0].url=ws://node.example/" + CANARY)
			.run((context) -> assertFailure(context, "headwater.chains." + name, "has no valid name for a chain",
					"Use lower-case letters, digits and dashes, a letter first, 63 at the most." + hint));
	}

	@Test
	void stopsTheApplicationWithAllThatOneHasToKnow(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--" + URL + "=https://node.example/v3/" + CANARY,
				"--headwater.chains.main.nodes[0].headers.Authorization=" + CANARY));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property '" + URL + "' has the scheme https, but heads are announced over a WebSocket only.")
			.contains(URL_REMEDY)
			.doesNotContain(CANARY);
	}

	@Test
	void tellsThatANodeIsWrittenAsItsAddress(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--headwater.chains.main.nodes[0]=wss://node.example/" + CANARY));
		assertThat(output).contains("The property 'headwater.chains.main.nodes[0]' is a node, but has a value itself.")
			.contains("Write 'headwater.chains.main.nodes[0].url' for its address")
			.doesNotContain(CANARY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nodes=wss://node.example/C4n4ryKey", "nodes[1].url=wss://node.example/C4n4ryKey",
			"nodes[0].headers=C4n4ryKey" })
	void showsNoSecretWhenNodesAreWrittenInAnotherForm(String property, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--headwater.chains.main." + property));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern("The property 'headwater.chains.main.nodes.*' is not written as a list of nodes")

			.doesNotContain(CANARY);
	}

	private static void run(String... args) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(args).close();
	}

	private static void assertFailure(AssertableApplicationContext context, String property, String problem,
			String remedy) {
		assertThat(context).hasFailed();
		FailureAnalysis analysis = new InvalidHeadwaterPropertyFailureAnalyzer().analyze(context.getStartupFailure());
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("The property '" + property + "' " + problem + ".");
		assertThat(analysis.getAction()).isEqualTo(remedy);
		assertThat(context.getStartupFailure()).hasStackTraceContaining("Property " + property + " " + problem);
		assertThat(Throwables.getStackTrace(context.getStartupFailure())).doesNotContain(CANARY);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HeadwaterAutoConfiguration.class)
	static class Application {

	}

}
