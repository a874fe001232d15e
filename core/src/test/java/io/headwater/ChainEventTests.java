package io.headwater;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChainEventTests {

	private static final long TIME = 1_700_000_000_123L;

	private static final Clock CLOCK = clock(TIME);

	private static final BlockRef FROM = new BlockRef(4, TestHeads.hash(4));

	private static final BlockRef TO = new BlockRef(9, TestHeads.hash(9));

	private final JsonMapper json = new JsonMapper();

	/** One of each kind, said at a given time. */
	static List<ChainEvent> events(Clock clock) {
		return List.of(new NewHeadEvent("main", 1, TestHeads.full().build(), HeadOrigin.CATCH_UP, clock),
				new ReorgEvent("main", 1, FROM, List.of(TO), clock),
				new ConfirmedHeadEvent("main", 1, TestHeads.full().build(), 3, clock),
				new SafeHeadEvent("main", 1, TestHeads.full().build(), clock),
				new FinalizedHeadEvent("main", 1, TestHeads.full().build(), clock),
				new HeadsSkippedEvent("main", 1, 5, 8, HeadsSkippedEvent.Reason.PRUNED, clock),
				new ChainResetEvent("main", 1, FROM, TO, ChainResetEvent.Reason.BEYOND_WINDOW, clock),
				new StreamResumedEvent("main", 1, FROM, clock),
				new ListenerFailedEvent(new ReorgEvent("main", 1, FROM, List.of(TO), clock), "wallet.on(ReorgEvent)",
						"java.io.IOException", "disk \"full\"", 4, clock),
				new ListenerFailedEvent(new SafeHeadEvent("main", 1, TestHeads.full().build(), clock), null,
						"java.lang.StackOverflowError", null, 1, clock),
				new StreamStateChangedEvent("main", 1, ConnectionState.CONNECTING, ConnectionState.WAITING,
						"localhost: \"refused\"", clock),
				new StreamStateChangedEvent("main", 0, DeliveryState.LIVE, DeliveryState.BACKLOGGED, "", clock));
	}

	static Stream<ChainEvent> events() {
		return events(CLOCK).stream();
	}

	/**
	 * Events that differ from each other and from those of {@link #events} in one thing.
	 */
	static List<ChainEvent> variants() {
		Head head = TestHeads.full().build();
		ConnectionState from = ConnectionState.CONNECTING;
		ConnectionState to = ConnectionState.WAITING;
		HeadsSkippedEvent.Reason skipped = HeadsSkippedEvent.Reason.PRUNED;
		ChainResetEvent.Reason reset = ChainResetEvent.Reason.BEYOND_WINDOW;
		ReorgEvent reorg = new ReorgEvent("main", 1, FROM, List.of(TO), CLOCK);
		return List.of(new NewHeadEvent("other", 1, head, HeadOrigin.CATCH_UP, CLOCK),
				new NewHeadEvent("main", 2, head, HeadOrigin.CATCH_UP, CLOCK),
				new NewHeadEvent("main", 1, TestHeads.full().gasUsed(1L).build(), HeadOrigin.CATCH_UP, CLOCK),
				new NewHeadEvent("main", 1, head, HeadOrigin.LIVE, CLOCK),
				new ReorgEvent("main", 1, TO, List.of(TO), CLOCK),
				new ReorgEvent("main", 1, FROM, List.of(TO, FROM), CLOCK),
				new ConfirmedHeadEvent("main", 1, head, 4, CLOCK), new SafeHeadEvent("main", 2, head, CLOCK),
				new FinalizedHeadEvent("main", 2, head, CLOCK), new HeadsSkippedEvent("main", 1, 4, 8, skipped, CLOCK),
				new HeadsSkippedEvent("main", 1, 5, 9, skipped, CLOCK),
				new ChainResetEvent("main", 1, TO, TO, reset, CLOCK),
				new ChainResetEvent("main", 1, FROM, FROM, reset, CLOCK), new StreamResumedEvent("main", 1, TO, CLOCK),
				new ListenerFailedEvent(new ReorgEvent("main", 1, TO, List.of(TO), CLOCK), "wallet.on(ReorgEvent)",
						"java.io.IOException", "disk \"full\"", 4, CLOCK),
				new ListenerFailedEvent(reorg, "audit.on(ReorgEvent)", "java.io.IOException", "disk \"full\"", 4,
						CLOCK),
				new ListenerFailedEvent(reorg, "wallet.on(ReorgEvent)", "java.io.Error", "disk \"full\"", 4, CLOCK),
				new ListenerFailedEvent(reorg, "wallet.on(ReorgEvent)", "java.io.IOException", "disk", 4, CLOCK),
				new ListenerFailedEvent(reorg, "wallet.on(ReorgEvent)", "java.io.IOException", null, 4, CLOCK),
				new ListenerFailedEvent(reorg, "wallet.on(ReorgEvent)", "java.io.IOException", "disk \"full\"", 5,
						CLOCK),
				new StreamStateChangedEvent("main", 1, ConnectionState.SUBSCRIBING, to, "localhost: \"refused\"",
						CLOCK),
				new StreamStateChangedEvent("main", 1, from, ConnectionState.STOPPED, "localhost: \"refused\"", CLOCK),
				new StreamStateChangedEvent("main", 1, from, to, "another reason", CLOCK));
	}

	@ParameterizedTest
	@MethodSource("events")
	void goesToJsonAndBack(ChainEvent event) {
		String text = this.json.writeValueAsString(event);
		assertThat(this.json.readValue(text, ChainEvent.class)).isEqualTo(event).satisfies((read) -> {
			assertThat(read.getTimestamp()).isEqualTo(TIME);
			assertThat(read.getSource()).isEqualTo("main");
			assertThat(read).hasToString(event.toString());
		});
		assertThat((Object) this.json.readValue(text, event.getClass())).isEqualTo(event);
	}

	@ParameterizedTest
	@MethodSource("events")
	void jsonTellsTypeAndChainButNoSource(ChainEvent event) {
		JsonNode tree = this.json.readTree(this.json.writeValueAsString(event));
		assertThat(tree.get("type").asString() + "Event").isEqualTo(event.getClass().getSimpleName());
		assertThat(tree.get("chain").asString()).isEqualTo("main");
		assertThat(tree.get("chainId").asLong()).isEqualTo(event.chainId());
		assertThat(tree.get("timestamp").asLong()).isEqualTo(TIME);
		assertThat(tree.has("source")).isFalse();
	}

	@Test
	void jsonHasThePropertiesThatUsersRelyOn() {
		Set<String> common = Set.of("type", "chain", "chainId", "timestamp");
		List<Set<String>> own = List.of(Set.of("head", "origin"), Set.of("commonAncestor", "reverted"),
				Set.of("head", "confirmations"), Set.of("head"), Set.of("head"), Set.of("from", "to", "reason"),
				Set.of("from", "to", "reason"), Set.of("checkpoint"),
				Set.of("event", "listener", "exceptionType", "message", "attempts"),
				Set.of("event", "listener", "exceptionType", "message", "attempts"),
				Set.of("kind", "from", "to", "reason"), Set.of("kind", "from", "to", "reason"));
		List<ChainEvent> events = events(CLOCK);
		for (int i = 0; i < events.size(); i++) {
			List<String> expected = Stream.concat(common.stream(), own.get(i).stream()).toList();
			assertThat(this.json.<JsonNode>valueToTree(events.get(i)).propertyNames())
				.containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@Test
	void everyKindOfEventIsTestedHere() {
		assertThat(events().map(Object::getClass).distinct())
			.containsExactlyInAnyOrder(ChainEvent.class.getPermittedSubclasses());
	}

	@Test
	void equalsByContentWheneverItWasSaid() {
		List<ChainEvent> now = events(CLOCK);
		List<ChainEvent> later = events(clock(TIME + 1));
		for (int i = 0; i < now.size(); i++) {
			assertThat(now.get(i)).isEqualTo(later.get(i)).hasSameHashCodeAs(later.get(i));
			assertThat(now.get(i).getTimestamp()).isNotEqualTo(later.get(i).getTimestamp());
		}
	}

	@Test
	void differsByAnythingButItsTime() {
		List<ChainEvent> all = new ArrayList<>(events(CLOCK));
		all.addAll(variants());
		assertThat(all).doesNotHaveDuplicates();
		for (ChainEvent event : all) {
			assertThat(all.stream().filter(event::equals)).as(event.toString()).hasSize(1);
		}
	}

	@Test
	void springReadsTheEventInAListenersCondition() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listeners.class)) {
			for (long number = 4; number <= 7; number++) {
				context.publishEvent(new NewHeadEvent("main", 1, TestHeads.required(number), HeadOrigin.LIVE, CLOCK));
			}
			events(CLOCK).forEach(context::publishEvent);
			Listeners listeners = context.getBean(Listeners.class);
			assertThat(listeners.above5).containsExactly(6L, 7L, 11L);
			assertThat(listeners.byHash).containsExactly(4L);
			assertThat(listeners.waiting).containsExactly("localhost: \"refused\"");
		}
	}

	@Test
	void reorgRevertsSomething() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ReorgEvent("main", 1, FROM, List.of(), CLOCK));
		assertThat(new ReorgEvent("main", 1, FROM, List.of(TO, FROM), CLOCK).depth()).isEqualTo(2);
	}

	@Test
	void skippedRangeHasAFirstAndALastNumber() {
		HeadsSkippedEvent.Reason reason = HeadsSkippedEvent.Reason.PRUNED;
		assertThat(new HeadsSkippedEvent("main", 1, 5, 5, reason, CLOCK))
			.extracting(HeadsSkippedEvent::from, HeadsSkippedEvent::to)
			.containsExactly(5L, 5L);
		assertThatIllegalArgumentException().isThrownBy(() -> new HeadsSkippedEvent("main", 1, 5, 4, reason, CLOCK));
		assertThatIllegalArgumentException().isThrownBy(() -> new HeadsSkippedEvent("main", 1, -1, 4, reason, CLOCK));
	}

	@Test
	void stateChangesToOneOfItsOwnKind() {
		assertThatIllegalArgumentException().isThrownBy(() -> new StreamStateChangedEvent("main", 1,
				ConnectionState.STOPPED, DeliveryState.STOPPED, "", CLOCK));
	}

	@Test
	void stateChangeTellsItsKind() {
		assertThat(events(CLOCK).stream()
			.filter(StreamStateChangedEvent.class::isInstance)
			.map((event) -> ((StreamStateChangedEvent) event).kind()))
			.containsExactly(StreamStateChangedEvent.Kind.CONNECTION, StreamStateChangedEvent.Kind.DELIVERY);
	}

	@Test
	void failureTellsTheEventWithItsTypeInJson() {
		JsonNode tree = this.json.valueToTree(failure("text"));
		assertThat(tree.get("event").get("type").asString()).isEqualTo("Reorg");
		assertThat(tree.get("event").get("reverted").get(0).get("number").asLong()).isEqualTo(9);
	}

	@Test
	void cutsTheMessageOfAFailureBetweenCharacters() {
		int longest = ListenerFailedEvent.MAX_MESSAGE_LENGTH;
		assertThat(failure("x".repeat(longest)).message()).hasSize(longest);
		assertThat(failure("x".repeat(longest + 1)).message()).hasSize(longest);
		assertThat(failure("x".repeat(longest - 1) + "\uD83D\uDE00").message()).isEqualTo("x".repeat(longest - 1));
		assertThat(failure("x".repeat(longest - 2) + "\uD83D\uDE00" + "y").message())
			.isEqualTo("x".repeat(longest - 2) + "\uD83D\uDE00");
	}

	@Test
	void failureIsOfAnotherEventAfterAnAttempt() {
		ListenerFailedEvent failure = failure("text");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ListenerFailedEvent(failure, "a", "java.lang.Error", null, 1, CLOCK));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ListenerFailedEvent(failure.event(), "a", "java.lang.Error", null, 0, CLOCK));
	}

	private static ListenerFailedEvent failure(String message) {
		return new ListenerFailedEvent(new ReorgEvent("main", 1, FROM, List.of(TO), CLOCK), "wallet.on(ReorgEvent)",
				"java.io.IOException", message, 1, CLOCK);
	}

	private static Clock clock(long millis) {
		return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
	}

	static class Listeners {

		private final List<Long> above5 = new ArrayList<>();

		private final List<Long> byHash = new ArrayList<>();

		private final List<String> waiting = new ArrayList<>();

		@EventListener(condition = "#event.head.number > 5")
		void above5(NewHeadEvent event) {
			this.above5.add(event.head().number());
		}

		@EventListener(condition = "#event.chain == 'main' and #event.origin.name() == 'LIVE' "
				+ "and #event.head.hash.toString().endsWith('04')")
		void byHash(NewHeadEvent event) {
			this.byHash.add(event.head().number());
		}

		@EventListener(condition = "#event.kind.name() == 'CONNECTION' and #event.to.name() == 'WAITING'")
		void waiting(StreamStateChangedEvent event) {
			this.waiting.add(event.reason());
		}

	}

}
