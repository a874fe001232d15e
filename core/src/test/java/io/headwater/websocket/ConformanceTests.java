package io.headwater.websocket;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the Autobahn suite asks of a client, over a socket: each case group that applies.
 * Groups 12 and 13 (compression) do not, since no extension is ever offered.
 */
class ConformanceTests {

	@ParameterizedTest
	@MethodSource("io.headwater.websocket.ConformanceCase#all")
	void conforms(ConformanceCase tried) throws Exception {
		RecordingHandler handler = new RecordingHandler();
		try (ClientFixture client = new ClientFixture().handler(handler);
				RawPeer peer = client.open().send(tried.sent())) {
			assertThat(handler.awaitClosed().getCode()).isEqualTo(tried.reported());
			List<String> expected = new ArrayList<>();
			tried.pongs().forEach((body) -> expected.add("pong:" + body));
			expected.add("close:" + ((tried.answer() != null) ? tried.answer() : ""));
			for (String frame : expected) {
				assertThat(peer.read()).isEqualTo(frame);
			}
			peer.socket().shutdownOutput();
			assertThat(peer.isEnded()).isTrue();
			assertThat(handler.heard()).isEqualTo(tried.heard());
			assertThat(handler.errors()).isEmpty();
			client.awaitNoThreads();
		}
	}

}
