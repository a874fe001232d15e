package io.headwater.test;

import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingQueue}.
 */
class OutgoingQueueTests {

	private final OutgoingQueue<String> queue = new OutgoingQueue<>(2);

	@Test
	void givesInOrder() throws InterruptedException {
		this.queue.add("1");
		this.queue.add("2");
		assertThat(this.queue.take()).isEqualTo("1");
		assertThat(this.queue.take()).isEqualTo("2");
	}

	@Test
	void takesNoMoreThanItsCapacity() {
		assertThat(this.queue.add("1")).isTrue();
		assertThat(this.queue.add("2")).isTrue();
		assertThat(this.queue.add("3")).isFalse();
	}

	@Test
	void lastPieceFitsAlwaysAndNothingFollows() throws InterruptedException {
		this.queue.add("1");
		this.queue.add("2");
		this.queue.addLast("3");
		assertThat(this.queue.add("4")).isTrue();
		this.queue.addLast("5");
		assertThat(this.queue.take()).isEqualTo("1");
		assertThat(this.queue.take()).isEqualTo("2");
		assertThat(this.queue.take()).isEqualTo("3");
		assertThat(this.queue.take()).isNull();
		assertThat(this.queue.take()).isNull();
	}

	@Test
	void wakesTheTaker() {
		Future<String> taken = Background.run(this.queue::take);
		this.queue.add("7");
		assertThat(TestClient.within(taken)).isEqualTo("7");
	}

	@Test
	void wakesTheTakerAtTheEnd() {
		Future<String> taken = Background.run(this.queue::take);
		this.queue.end();
		assertThat(TestClient.within(taken)).isNull();
	}

}
