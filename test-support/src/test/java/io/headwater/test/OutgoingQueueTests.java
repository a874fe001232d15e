package io.headwater.test;

import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingQueue}.
 */
class OutgoingQueueTests {

	private final OutgoingQueue queue = new OutgoingQueue(2);

	@Test
	void givesInOrder() throws InterruptedException {
		this.queue.add(new byte[] { 1 });
		this.queue.add(new byte[] { 2 });
		assertThat(this.queue.take()).containsExactly(1);
		assertThat(this.queue.take()).containsExactly(2);
	}

	@Test
	void takesNoMoreThanItsCapacity() {
		assertThat(this.queue.add(new byte[1])).isTrue();
		assertThat(this.queue.add(new byte[1])).isTrue();
		assertThat(this.queue.add(new byte[1])).isFalse();
	}

	@Test
	void lastPieceFitsAlwaysAndNothingFollows() throws InterruptedException {
		this.queue.add(new byte[] { 1 });
		this.queue.add(new byte[] { 2 });
		this.queue.addLast(new byte[] { 3 });
		this.queue.add(new byte[] { 4 });
		this.queue.addLast(new byte[] { 5 });
		assertThat(this.queue.take()).containsExactly(1);
		assertThat(this.queue.take()).containsExactly(2);
		assertThat(this.queue.take()).containsExactly(3);
		assertThat(this.queue.take()).isSameAs(OutgoingQueue.END);
		assertThat(this.queue.take()).isSameAs(OutgoingQueue.END);
	}

	@Test
	void wakesTheTaker() {
		Future<byte[]> taken = Background.run(this.queue::take);
		this.queue.add(new byte[] { 7 });
		assertThat(TestClient.within(taken)).containsExactly(7);
	}

}
