package io.headwater.test;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedBlock}.
 */
class SimulatedBlockTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final SimulatedBlock block = new SimulatedChain(1, 1,
			InstantSource.fixed(Instant.ofEpochSecond(0x6b03ddc8)))
		.mine(255)
		.get(254);

	@Test
	void hasTheFieldsOfRealNodesInTheirForm() throws IOException {
		JsonNode real = fixture("hardhat-2.29.1.newHeads.json").path("params").path("result");
		JsonNode simulated = this.mapper.readTree(this.block.toJson());
		assertThat(simulated.propertyNames()).containsExactlyInAnyOrderElementsOf(real.propertyNames());
		for (String field : real.propertyNames()) {
			assertThat(simulated.get(field).getNodeType()).as(field).isEqualTo(real.get(field).getNodeType());
			assertThat(form(simulated.get(field))).as(field).isEqualTo(form(real.get(field)));
		}
	}

	@Test
	void encodesNumbersAsShortHex() {
		JsonNode json = this.mapper.readTree(this.block.toJson());
		assertThat(json.get("number").stringValue()).isEqualTo("0xff");
		assertThat(json.get("timestamp").stringValue()).isEqualTo("0x6b03dec7");
		assertThat(json.get("hash").stringValue()).isEqualTo(this.block.hash());
		assertThat(json.get("parentHash").stringValue()).isEqualTo(this.block.parentHash());
	}

	@Test
	void equalsByHash() {
		SimulatedBlock same = new SimulatedBlock(255, this.block.hash(), this.block.parentHash(), Instant.EPOCH);
		assertThat(this.block).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo("block");
		assertThat(this.block).hasToString("block 255 " + this.block.hash());
	}

	private JsonNode fixture(String name) throws IOException {
		try (InputStream in = getClass().getResourceAsStream("/nodes/" + name)) {
			assertThat(in).as(name).isNotNull();
			return this.mapper.readTree(in);
		}
	}

	/**
	 * Long hex strings have a fixed width, short ones are numbers without leading zeros.
	 */
	private String form(JsonNode value) {
		if (!value.isString()) {
			return value.toString();
		}
		String text = value.stringValue();
		return (text.length() < 18) ? text.replaceAll("^0x(0|[1-9a-f][0-9a-f]*)$", "number") : "width " + text.length();
	}

}
