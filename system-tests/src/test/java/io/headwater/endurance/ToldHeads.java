package io.headwater.endurance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application in a JVM of its own has told of one chain, with the time at which
 * it was heard.
 */
final class ToldHeads implements ChildListener {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String chain;

	private final List<ToldHead> heads = new ArrayList<>();

	private final List<String> breaches = new ArrayList<>();

	ToldHeads(String chain) {
		this.chain = chain;
	}

	@Override
	public void told(String news) {
		String[] words = news.split(" ", 4);
		if (words[1].equals(this.chain)) {
			add(words, news);
		}
	}

	private synchronized void add(String[] words, String news) {
		if (words[0].equals("head")) {
			this.heads.add(new ToldHead(Long.parseLong(words[2]), words[3], System.nanoTime()));
		}
		else if (words[0].equals("breach")) {
			this.breaches.add(news);
		}
	}

	synchronized List<ToldHead> heads() {
		return List.copyOf(this.heads);
	}

	synchronized int count() {
		return this.heads.size();
	}

	private synchronized String lastHash() {
		return this.heads.isEmpty() ? "" : this.heads.get(this.heads.size() - 1).hash();
	}

	/** Wait until a head is told. */
	void awaitFirst() {
		Awaitility.await("a head of " + this.chain).atMost(PATIENCE).until(() -> count() > 0);
	}

	/** Wait for the first head that is heard after a moment. */
	ToldHead awaitFirstAfter(long nanos) {
		return Awaitility.await("a head of " + this.chain)
			.atMost(PATIENCE)
			.until(() -> firstAfter(nanos), Optional::isPresent)
			.orElseThrow();
	}

	private Optional<ToldHead> firstAfter(long nanos) {
		return heads().stream().filter((head) -> head.heardNanos() - nanos > 0).findFirst();
	}

	/** Wait until the last head told is the one that is asked for at that time. */
	void awaitHash(Supplier<String> hash) {
		Awaitility.await("head of " + this.chain)
			.atMost(PATIENCE)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> lastHash().equals(hash.get()));
	}

	synchronized void assertNoBreach() {
		assertThat(this.breaches).as("breaches of the contract").isEmpty();
	}

	/**
	 * A head that the application was told.
	 *
	 * @param number its number
	 * @param hash its hash
	 * @param heardNanos when the test heard of it
	 */
	record ToldHead(long number, String hash, long heardNanos) {
	}

}
