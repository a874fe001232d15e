package io.headwater.checkpoint;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How owners of leases are named.
 */
class LeaseHolderTests {

	@Test
	void namesTheHostAndTheProcessAndNoTwoAlike() {
		String owner = LeaseHolder.newOwner();
		assertThat(owner).contains("/" + ProcessHandle.current().pid() + "/")
			.hasSizeLessThanOrEqualTo(LeaseHolder.MAX_OWNER_LENGTH)
			.isNotEqualTo(LeaseHolder.newOwner());
		assertThat(owner.split("/")).hasSize(3).doesNotContain("");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "host-a/18151/0b1c, host-a/18151", "somebody, somebody", "none, another instance", "/x, /x" })
	void tellsWhichInstanceItIs(String owner, String instance) {
		assertThat(new LeaseHolder(owner, Instant.EPOCH).instance()).isEqualTo(instance);
	}

}
