package io.headwater.node;

import java.time.Duration;

import io.headwater.support.ChainLog;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OutageLogTests {

	@ParameterizedTest
	@CsvSource({ "ws://node, ws://node:80", "wss://node, wss://node:443", "ws://node:8546, ws://node:8546",
			"ws://[::1], ws://[::1]:80" })
	void namesThePortWhereNobodyListens(String host, String told, CapturedOutput output) {
		OutageLog log = new OutageLog(new ChainLog("main", System::nanoTime));
		log.ended(host, new Ending(ConnectionEnd.UNREACHABLE, "the host refused the connection"),
				Duration.ofSeconds(1).toNanos(), 0);
		assertThat(output).contains("No heads from " + told + ": the host refused the connection. Next attempt in 1s");
	}

}
