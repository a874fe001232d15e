package io.headwater.stream;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the threads of a stream promise.
 */
class StreamThreadsTests {

	@Test
	void saysThatItTakesNothingMoreOnceItIsShutDown() {
		ExecutorService writer = StreamThreads.platform().asNeeded("main", "writer");
		writer.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> writer.execute(() -> {
		}));
	}

}
