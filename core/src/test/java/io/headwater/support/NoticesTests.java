package io.headwater.support;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NoticesTests {

	@Test
	void tellsWhatFollowsThoughNobodyCanTakeWhatTellingHasThrown() {
		List<String> told = new ArrayList<>();
		Notices notices = new Notices((failure) -> {
			throw new StackOverflowError("expected by a test");
		});
		notices.note(() -> {
			throw new IllegalStateException("a defect");
		});
		notices.note(() -> told.add("second"));
		notices.tell();
		assertThat(told).containsExactly("second");
	}

}
