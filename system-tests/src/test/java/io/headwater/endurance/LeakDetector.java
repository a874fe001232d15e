package io.headwater.endurance;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads everything that an application writes, and keeps where a secret is in it.
 */
final class LeakDetector implements ChildListener {

	private static final int KIND = 100;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** What tells leaks of one kind apart is no kind of its own. */
	private static final Pattern CHANGING = Pattern.compile("\\[[^]]*]|[0-9]");

	private final Map<String, String> leaks = new LinkedHashMap<>();

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	private final Set<String> expected = ConcurrentHashMap.newKeySet();

	private final Canary canary;

	LeakDetector(Canary canary, Set<String> expected) {
		this.canary = canary;
		this.expected.addAll(expected);
	}

	@Override
	public void told(String news) {
		this.told.add(news);
		read("news", news);
	}

	@Override
	public void logged(String line) {
		this.expected.removeIf(line::contains);
		read("log", line);
	}

	synchronized void read(String where, String text) {
		if (this.canary.isIn(text)) {
			String leak = where + ": " + this.canary.around(text);
			String kind = CHANGING.matcher(leak).replaceAll("");
			this.leaks.putIfAbsent(kind.substring(0, Math.min(kind.length(), KIND)), leak);
		}
	}

	/** Wait until a connection is told to be in one of some states. */
	void awaitState(String chain, String states) {
		Pattern event = Pattern.compile("event " + chain + " StreamStateChangedEvent.*\\b(" + states + ")\\b.*");
		Awaitility.await(chain + " " + states)
			.atMost(PATIENCE)
			.until(() -> this.told.stream().anyMatch((news) -> event.matcher(news).matches()));
	}

	/** Also that what had to be read was there to be read. */
	synchronized void assertNoLeak() {
		assertThat(this.expected).as("never logged, so that nothing can be said").isEmpty();
		assertThat(this.leaks.values()).isEmpty();
	}

}
