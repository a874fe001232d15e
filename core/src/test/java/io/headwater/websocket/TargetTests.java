package io.headwater.websocket;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTests {

	@ParameterizedTest
	@CsvSource({ "ws://[fe80::1%eth0]:8546/,[fe80::1]:8546,[fe80::1]:8546",
			"wss://[fe80::1%2]/,[fe80::1],[fe80::1]:443", "ws://[2001:db8::1]/,[2001:db8::1],[2001:db8::1]:80" })
	void tellsNobodyWhichOfOurInterfacesLeadsToAHost(URI uri, String hostHeader, String authority) {
		Target target = Target.of(uri);
		assertThat(target.hostHeader()).isEqualTo(hostHeader);
		assertThat(target.authority()).isEqualTo(authority);
		assertThat("[" + target.host() + "]").isEqualTo(uri.getHost());
	}

}
