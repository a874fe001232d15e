package io.headwater;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import org.springframework.context.event.EventListener;

/**
 * Keeps the events that an application receives, in their order.
 */
public class RecordedEvents {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<ChainEvent> events = new CopyOnWriteArrayList<>();

	@EventListener
	void on(ChainEvent event) {
		this.events.add(event);
	}

	public List<ChainEvent> all() {
		return List.copyOf(this.events);
	}

	/**
	 * Return the events that make up the walk: heads, and where they do not follow each
	 * other.
	 */
	public List<ChainEvent> walk() {
		return this.events.stream()
			.filter((event) -> event instanceof NewHeadEvent || event instanceof ReorgEvent
					|| event instanceof HeadsSkippedEvent || event instanceof ChainResetEvent
					|| event instanceof StreamResumedEvent)
			.toList();
	}

	public <T extends ChainEvent> List<T> of(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	public List<Head> heads() {
		return of(NewHeadEvent.class).stream().map(NewHeadEvent::head).toList();
	}

	public List<Long> numbers() {
		return heads().stream().map(Head::number).toList();
	}

	public List<Long> numbers(String chain) {
		return of(NewHeadEvent.class).stream()
			.filter((event) -> event.chain().equals(chain))
			.map((event) -> event.head().number())
			.toList();
	}

	public void awaitHead(long number) {
		await("head " + number, (events) -> numbers().contains(number));
	}

	/**
	 * Wait until the last head is the one with a hash.
	 */
	public void awaitTip(String hash) {
		await("the node's head " + hash, (events) -> {
			List<Head> heads = heads();
			return !heads.isEmpty() && heads.get(heads.size() - 1).hash().toString().equals(hash);
		});
	}

	public void awaitState(StreamState state) {
		await("state " + state,
				(events) -> of(StreamStateChangedEvent.class).stream().anyMatch((change) -> change.to() == state));
	}

	public void await(String what, Predicate<RecordedEvents> condition) {
		Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> condition.test(this));
	}

}
