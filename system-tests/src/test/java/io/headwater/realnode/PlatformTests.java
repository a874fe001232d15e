package io.headwater.realnode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Platform}.
 */
class PlatformTests {

	@ParameterizedTest
	@CsvSource({ "Linux, amd64, linux-amd64", "Linux, aarch64, linux-arm64", "Mac OS X, x86_64, darwin-amd64",
			"Mac OS X, aarch64, darwin-arm64" })
	void platformIsNamedAsInThePackagesOfAnvil(String os, String arch, String name) {
		assertThat(Platform.name(os, arch)).isEqualTo(name);
	}

	@Test
	void otherPlatformsAreRefused() {
		assertThatIllegalStateException().isThrownBy(() -> Platform.name("Windows 11", "amd64"))
			.withMessage("Real nodes run on Linux and macOS, not on Windows 11");
		assertThatIllegalStateException().isThrownBy(() -> Platform.name("Linux", "s390x"))
			.withMessage("There is no anvil for processors of type s390x");
	}

}
