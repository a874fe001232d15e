package io.headwater;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class BlockRefTests {

	private static final Hash HASH = TestHeads.hash(7);

	private final JsonMapper json = new JsonMapper();

	@Test
	void isNamedByNumberAndHash() {
		assertThat(new BlockRef(7, HASH)).isEqualTo(new BlockRef(7, TestHeads.hash(7)))
			.isNotEqualTo(new BlockRef(8, HASH))
			.isNotEqualTo(new BlockRef(7, TestHeads.hash(8)))
			.hasToString("7 (" + HASH + ")");
	}

	@Test
	void mayBeGenesisButNothingBelow() {
		assertThat(new BlockRef(0, HASH).number()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> new BlockRef(-1, HASH));
	}

	@Test
	@SuppressWarnings("NullAway")
	void hasAHash() {
		assertThatNullPointerException().isThrownBy(() -> new BlockRef(7, null)).withMessage("hash");
	}

	@Test
	void goesToJsonAndBack() {
		String text = "{\"number\":7,\"hash\":\"" + HASH + "\"}";
		assertThat(this.json.readTree(this.json.writeValueAsString(new BlockRef(7, HASH))))
			.isEqualTo(this.json.readTree(text));
		assertThat(this.json.readValue(text, BlockRef.class)).isEqualTo(new BlockRef(7, HASH));
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.json.readValue("{\"number\":7}", BlockRef.class));
	}

}
