package io.headwater.benchmarks.feed;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnnouncementsTests {

	private static final long NUMBER = FeedChain.LATEST + 17;

	private final Announcements announcements = new Announcements();

	@Test
	void areAsLongAsThoseOfMainnet() {
		assertThat(this.announcements.stamp(NUMBER, 1)).isBetween(1700, 1900);
	}

	@Test
	void linkToEachOther() throws IOException {
		List<Map<?, ?>> heads = read(this.announcements.stamp(NUMBER, Announcements.BATCH));
		assertThat(heads).hasSize(Announcements.BATCH);
		for (int i = 1; i < heads.size(); i++) {
			assertThat(heads.get(i).get("parentHash")).isEqualTo(heads.get(i - 1).get("hash"));
			assertThat(heads.get(i).get("number")).isEqualTo("0x" + Long.toHexString(NUMBER + i));
		}
		assertThat(heads).extracting((head) -> head.get("hash")).doesNotHaveDuplicates();
	}

	@Test
	void becomeOthersWhereTheyStand() throws IOException {
		this.announcements.stamp(NUMBER, 2);
		List<Map<?, ?>> heads = read(this.announcements.stamp(NUMBER + 2, 1));
		assertThat(heads).singleElement().isEqualTo(JsonValues.parse(HeadText.of(NUMBER + 2)));
	}

	private List<Map<?, ?>> read(int length) throws IOException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(this.announcements.buffer(), 0, length));
		List<Map<?, ?>> heads = new ArrayList<>();
		while (in.available() > 0) {
			Frames.Message message = Frames.read(in);
			assertThat(message.opcode()).isEqualTo(Frames.TEXT);
			Map<?, ?> params = (Map<?, ?>) ((Map<?, ?>) JsonValues.parse(message.asText())).get("params");
			assertThat(params.get("subscription")).isEqualTo(Announcements.SUBSCRIPTION);
			heads.add((Map<?, ?>) params.get("result"));
		}
		return heads;
	}

}
