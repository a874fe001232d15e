package io.headwater;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class HeadTests {

	private static final List<String> REQUIRED = List.of("number", "hash", "parentHash", "timestamp");

	private final JsonMapper json = new JsonMapper();

	@Test
	void builderSetsEachFieldAndNoOther() throws Exception {
		Head full = TestHeads.full().build();
		Head required = TestHeads.required(1);
		for (RecordComponent field : Head.class.getRecordComponents()) {
			if (!REQUIRED.contains(field.getName()) && !"otherFields".equals(field.getName())) {
				Object value = field.getAccessor().invoke(full);
				assertThat(value).as(field.getName()).isNotNull();
				HeadBuilder builder = builderLike(required);
				HeadBuilder.class.getMethod(field.getName(), field.getType()).invoke(builder, value);
				assertThat(nonNullFields(builder.build()))
					.containsOnlyKeys("number", "hash", "parentHash", "timestamp", "otherFields", field.getName())
					.containsEntry(field.getName(), value);
			}
		}
	}

	@Test
	void fullHeadHasNoTwoEqualFields() {
		assertThat(nonNullFields(TestHeads.full().build()).values()).doesNotHaveDuplicates()
			.hasSameSizeAs(Head.class.getRecordComponents());
	}

	@Test
	void textNamesWhatIsThereAndOfTheBloomItsLengthOnly() {
		assertThat(TestHeads.required(1))
			.hasToString("Head[number=1, hash=" + TestHeads.required(1).hash() + ", parentHash="
					+ TestHeads.required(1).parentHash() + ", timestamp=" + TestHeads.required(1).timestamp() + "]");
		Head full = TestHeads.full().build();
		assertThat(full.toString()).hasSizeLessThan(1500)
			.contains(", logsBloom=" + full.logsBloom().size() + " bytes, ");
		for (RecordComponent field : Head.class.getRecordComponents()) {
			assertThat(full.toString()).containsOnlyOnce(field.getName() + "=");
		}
	}

	@Test
	void requiredFieldsComeFromTheBuilder() {
		Head head = TestHeads.full().build();
		assertThat(head.number()).isEqualTo(11);
		assertThat(head.hash()).isEqualTo(TestHeads.hash(12));
		assertThat(head.parentHash()).isEqualTo(TestHeads.hash(13));
		assertThat(head.timestamp()).isEqualTo(14);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1970-01-01T00:00:00Z", "1700000007, 2023-11-14T22:13:27Z", "99999999999, 5138-11-16T09:46:39Z" })
	void tellsWhenTheBlockWasMade(long timestamp, Instant time) {
		assertThat(TestHeads.required(7, timestamp).time()).isEqualTo(time);
	}

	/** Of the same moment, in milliseconds, microseconds and nanoseconds. */
	@ParameterizedTest
	@ValueSource(longs = { 100_000_000_000L, 1_700_000_007_000L, 1_700_000_007_000_000L, 1_700_000_007_000_000_000L,
			Long.MAX_VALUE })
	@FailureMode(49)
	void tellsNoTimeWhereTheTimestampIsNotInSeconds(long timestamp) {
		assertThat(TestHeads.required(7, timestamp).time()).isNull();
	}

	@Test
	void builderNamesTheMissingField() {
		HeadBuilder builder = Head.builder();
		assertThatIllegalStateException().isThrownBy(builder::build).withMessage("A head's number is missing");
		builder.number(0);
		assertThatIllegalStateException().isThrownBy(builder::build).withMessage("A head's hash is missing");
		builder.hash(TestHeads.hash(1));
		assertThatIllegalStateException().isThrownBy(builder::build).withMessage("A head's parentHash is missing");
		builder.parentHash(TestHeads.hash(2));
		assertThatIllegalStateException().isThrownBy(builder::build).withMessage("A head's timestamp is missing");
		builder.timestamp(0);
		assertThat(builder.build()).extracting(Head::number, Head::timestamp).containsExactly(0L, 0L);
	}

	@Test
	@SuppressWarnings("NullAway")
	void constructorRefusesWhatTheBuilderRefuses() {
		Hash hash = TestHeads.hash(1);
		assertThatIllegalArgumentException().isThrownBy(() -> head(-1, hash, hash, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> head(0, hash, hash, -1));
		assertThatNullPointerException().isThrownBy(() -> head(0, null, hash, 0));
		assertThatNullPointerException().isThrownBy(() -> head(0, hash, null, 0));
		assertThat(head(0, hash, hash, 0).otherFields()).isEmpty();
	}

	@Test
	void otherFieldsAreSortedAndCannotBeChanged() {
		HeadBuilder builder = TestHeads.full();
		Head head = builder.build();
		builder.otherField("c", "later");
		assertThat(head.otherFields()).containsExactly(Map.entry("a", "text \"quoted\""), Map.entry("b", "37"));
		assertThat(builder.build().otherFields()).containsOnlyKeys("a", "b", "c");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> head.otherFields().put("x", "y"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> TestHeads.required(1).otherFields().put("x", "y"));
	}

	@Test
	void isNamedByItsReference() {
		assertThat(TestHeads.required(7).ref()).isEqualTo(new BlockRef(7, TestHeads.hash(7)));
	}

	@Test
	void isChildByNumberAndByParentHash() {
		Head head = TestHeads.required(7);
		assertThat(head.isChildOf(new BlockRef(6, TestHeads.hash(6)))).isTrue();
		assertThat(head.isChildOf(new BlockRef(5, TestHeads.hash(6)))).isFalse();
		assertThat(head.isChildOf(new BlockRef(6, TestHeads.hash(5)))).isFalse();
		assertThat(head.isChildOf(head.ref())).isFalse();
	}

	@Test
	void goesToJsonAndBackWithEveryField() {
		Head head = TestHeads.full().build();
		String text = this.json.writeValueAsString(head);
		assertThat(this.json.readValue(text, Head.class)).isEqualTo(head);
		assertThat(this.json.readTree(text).propertyNames()).containsExactlyInAnyOrder(
				Arrays.stream(Head.class.getRecordComponents()).map(RecordComponent::getName).toArray(String[]::new));
	}

	@Test
	void goesToJsonAndBackWithTheRequiredFieldsAlone() {
		Head head = TestHeads.required(7);
		String text = this.json.writeValueAsString(head);
		assertThat(this.json.readValue(text, Head.class)).isEqualTo(head);
		assertThat(this.json.readTree(text)).isEqualTo(this.json.readTree("""
				{"number":7,"hash":"%s","parentHash":"%s","timestamp":1700000007}
				""".formatted(TestHeads.hash(7), TestHeads.hash(6))));
	}

	/** A reader of JSON with double numbers, JavaScript above all, would round them. */
	@Test
	void writesNumbersOf256BitsAsDecimalStrings() {
		JsonNode tree = this.json.valueToTree(TestHeads.full().build());
		assertThat(tree.get("difficulty").asString())
			.isEqualTo("115792089237316195423570985008687907853269984665640564039457584007913129639915");
		assertThat(tree.get("baseFeePerGas").isString()).isTrue();
		assertThat(tree.get("gasLimit").isIntegralNumber()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "number", "hash", "parentHash", "timestamp" })
	void jsonWithoutARequiredFieldIsRefused(String field) {
		ObjectNode tree = this.json.valueToTree(TestHeads.full().build());
		tree.remove(field);
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.json.readValue(tree.toString(), Head.class));
	}

	private static Head head(long number, Hash hash, Hash parentHash, long timestamp) {
		return new Head(number, hash, parentHash, timestamp, null, null, null, null, null, null, (BigInteger) null,
				null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, Map.of());
	}

	private static HeadBuilder builderLike(Head head) {
		return Head.builder()
			.number(head.number())
			.hash(head.hash())
			.parentHash(head.parentHash())
			.timestamp(head.timestamp());
	}

	private static Map<String, Object> nonNullFields(Head head) {
		Map<String, Object> result = new HashMap<>();
		for (RecordComponent field : Head.class.getRecordComponents()) {
			try {
				Object value = field.getAccessor().invoke(head);
				if (value != null) {
					result.put(field.getName(), value);
				}
			}
			catch (ReflectiveOperationException ex) {
				throw new AssertionError(ex);
			}
		}
		return result;
	}

}
