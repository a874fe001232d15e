package io.headwater.benchmarks.chain;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;

/**
 * Heads of which each links to the one before.
 */
public final class LinkedHeads {

	private LinkedHeads() {
	}

	/**
	 * Make heads.
	 * @param count how many
	 * @return the heads from number 0 on
	 */
	public static List<Head> of(int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> Head.builder()
				.number(number)
				.hash(hash(number))
				.parentHash(hash(number - 1))
				.timestamp(number)
				.build())
			.toList();
	}

	/**
	 * Make the events that tell heads.
	 * @param count how many
	 * @return the events
	 */
	public static List<NewHeadEvent> events(int count) {
		return of(count).stream()
			.map((head) -> new NewHeadEvent("main", 1, head, HeadOrigin.LIVE, Clock.systemUTC()))
			.toList();
	}

	private static Hash hash(int number) {
		return Hash.of(String.format("0x%064x", number + 1));
	}

}
