package io.headwater;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The legal moves between states, each pair. The table here is written down a second
 * time, by hand, so that a change of one shows.
 */
class StreamStateTests {

	private static final Map<StreamState, Set<StreamState>> MOVES = Map.ofEntries(
			Map.entry(ConnectionState.STOPPED, Set.of(ConnectionState.CONNECTING)),
			Map.entry(ConnectionState.CONNECTING,
					Set.of(ConnectionState.SUBSCRIBING, ConnectionState.WAITING, ConnectionState.REFUSED,
							ConnectionState.STOPPED)),
			Map.entry(ConnectionState.SUBSCRIBING,
					Set.of(ConnectionState.LIVE, ConnectionState.WAITING, ConnectionState.REFUSED,
							ConnectionState.STOPPED)),
			Map.entry(ConnectionState.LIVE, Set.of(ConnectionState.WAITING, ConnectionState.STOPPED)),
			Map.entry(ConnectionState.WAITING, Set.of(ConnectionState.CONNECTING, ConnectionState.STOPPED)),
			Map.entry(ConnectionState.REFUSED, Set.of(ConnectionState.CONNECTING, ConnectionState.STOPPED)),
			Map.entry(DeliveryState.STOPPED, Set.of(DeliveryState.STANDBY, DeliveryState.CATCHING_UP)),
			Map.entry(DeliveryState.STANDBY,
					Set.of(DeliveryState.CATCHING_UP, DeliveryState.PAUSED, DeliveryState.HALTED,
							DeliveryState.STOPPED)),
			Map.entry(DeliveryState.CATCHING_UP,
					Set.of(DeliveryState.LIVE, DeliveryState.BACKLOGGED, DeliveryState.PAUSED, DeliveryState.HALTED,
							DeliveryState.STANDBY, DeliveryState.STOPPED)),
			Map.entry(DeliveryState.LIVE,
					Set.of(DeliveryState.CATCHING_UP, DeliveryState.BACKLOGGED, DeliveryState.PAUSED,
							DeliveryState.HALTED, DeliveryState.STANDBY, DeliveryState.STOPPED)),
			Map.entry(DeliveryState.BACKLOGGED,
					Set.of(DeliveryState.CATCHING_UP, DeliveryState.LIVE, DeliveryState.PAUSED, DeliveryState.HALTED,
							DeliveryState.STANDBY, DeliveryState.STOPPED)),
			Map.entry(DeliveryState.PAUSED,
					Set.of(DeliveryState.CATCHING_UP, DeliveryState.LIVE, DeliveryState.BACKLOGGED,
							DeliveryState.HALTED, DeliveryState.STANDBY, DeliveryState.STOPPED)),
			Map.entry(DeliveryState.HALTED, Set.of(DeliveryState.CATCHING_UP, DeliveryState.LIVE,
					DeliveryState.BACKLOGGED, DeliveryState.PAUSED, DeliveryState.STANDBY, DeliveryState.STOPPED)));

	static Stream<Arguments> pairs() {
		return states().flatMap((from) -> states().map((to) -> Arguments.of(from, to)));
	}

	private static Stream<StreamState> states() {
		return Stream.concat(Stream.of(ConnectionState.values()), Stream.of(DeliveryState.values()));
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void movesAsTheTableSays(StreamState from, StreamState to) {
		assertThat(from.canMoveTo(to)).isEqualTo(MOVES.getOrDefault(from, Set.of()).contains(to));
	}

}
