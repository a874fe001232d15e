package io.headwater.ethereum;

import java.util.Map;

import io.headwater.Head;
import io.headwater.jsonrpc.MalformedResultException;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How much work a header can make.
 */
class HeadBoundsTests {

	private static final int MOST_MALFORMED = 64;

	private static final String REQUIRED = "\"number\":\"0x1\",\"hash\":\"0x%s\",\"parentHash\":\"0x%s\",\"timestamp\":\"0x1\""
		.formatted("1".repeat(64), "2".repeat(64));

	@Test
	@FailureMode({ 19, 39 })
	void readsNoHeaderWithMoreMalformedFieldsThanThereAreFields() throws Exception {
		assertThat(read(MOST_MALFORMED).otherFields()).containsExactly(Map.entry("gasUsed", "x"));
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> read(MOST_MALFORMED + 1))
			.withMessage("a head has too many fields that do not follow the grammar");
	}

	private static Head read(int malformed) throws MalformedResultException {
		String text = "{" + "\"gasUsed\":\"x\",".repeat(malformed) + REQUIRED + "}";
		try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
			parser.nextToken();
			Head head = new HeadReader().read(parser);
			assertThat(head).isNotNull();
			return head;
		}
	}

}
