package io.headwater.health;

import java.time.Duration;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.journal.StreamTimes;
import io.headwater.node.ConnectionEnd;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of several troubles a stream is said to have, and for how long.
 */
class DiagnosticsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofSeconds(2);

	@Test
	void aConnectionThatIsAcceptedAndClosedAgainAndAgainIsNoRecovery() {
		Diagnosis diagnosis = diagnose(ConnectionState.LIVE, DeliveryState.CATCHING_UP, Duration.ZERO,
				new StreamTimes(Duration.ZERO, LONG, null, false, null, LONG, ConnectionEnd.CLOSED));
		assertThat(diagnosis).isEqualTo(new Diagnosis(StreamCondition.HEADS_MISSING, LONG, false));
	}

	@Test
	void aLongCatchUpIsNoTroubleAsLongAsHeadsCome() {
		Diagnosis diagnosis = diagnose(ConnectionState.LIVE, DeliveryState.CATCHING_UP, Duration.ZERO,
				new StreamTimes(LONG, LONG, null, false, null, SHORT, null));
		assertThat(diagnosis.condition()).isEqualTo(StreamCondition.RECOVERING);
		assertThat(StreamCondition.RECOVERING.isTrouble()).isFalse();
	}

	@Test
	void aListenerThatHoldsUpACatchUpIsNotTheNodesFault() {
		Diagnosis diagnosis = diagnose(ConnectionState.LIVE, DeliveryState.CATCHING_UP, Duration.ofSeconds(40),
				new StreamTimes(LONG, LONG, null, false, null, LONG, null));
		assertThat(diagnosis).isEqualTo(new Diagnosis(StreamCondition.LISTENER_BEHIND, Duration.ofSeconds(40), false));
	}

	@Test
	void aSocketThatIsDownIsToldEvenIfTheSubscriptionWasSilentBefore() {
		StreamTimes times = new StreamTimes(SHORT, LONG, SHORT, false, LONG, LONG, ConnectionEnd.UNREACHABLE);
		assertThat(diagnose(ConnectionState.WAITING, DeliveryState.LIVE, Duration.ZERO, times).condition())
			.isEqualTo(StreamCondition.SOCKET_DOWN);
	}

	@Test
	void aRefusalIsToldAtOnceAlsoDuringTheNextAttempt() {
		StreamTimes times = new StreamTimes(SHORT, LONG, SHORT, true, null, null, ConnectionEnd.DENIED);
		assertThat(diagnose(ConnectionState.CONNECTING, DeliveryState.CATCHING_UP, Duration.ZERO, times))
			.isEqualTo(new Diagnosis(StreamCondition.CREDENTIALS_REFUSED, SHORT, true));
	}

	@Test
	void aShortLagOfListenersIsNoTrouble() {
		StreamTimes times = new StreamTimes(LONG, LONG, null, false, null, SHORT, null);
		assertThat(diagnose(ConnectionState.LIVE, DeliveryState.LIVE, SHORT, times).condition())
			.isEqualTo(StreamCondition.DELIVERING);
	}

	@Test
	void aQuietChainIsNoTrouble() {
		StreamTimes times = new StreamTimes(LONG, LONG, null, false, null, LONG, ConnectionEnd.CLOSED);
		assertThat(diagnose(ConnectionState.LIVE, DeliveryState.LIVE, Duration.ZERO, times).condition())
			.isEqualTo(StreamCondition.DELIVERING);
	}

	@Test
	void aListenerOfAnEarlierRunThatDoesNotReturnIsTrouble() {
		StreamTimes times = new StreamTimes(LONG, LONG, null, false, null, LONG, null);
		StreamSituation held = new StreamSituation(ConnectionState.STOPPED, DeliveryState.STANDBY, false, true, times,
				null, null, 100L, 0, Duration.ZERO, null);
		assertThat(Diagnostics.diagnose(held, PATIENCE))
			.isEqualTo(new Diagnosis(StreamCondition.LISTENER_ABANDONED, LONG, false));
		assertThat(StreamCondition.LISTENER_ABANDONED.isTrouble()).isTrue();
	}

	@Test
	@FailureMode(44)
	void headersThatDoNotLinkAreToldAsSuch() {
		StreamTimes times = new StreamTimes(LONG, LONG, null, false, null, LONG, null);
		StreamSituation situation = new StreamSituation(ConnectionState.LIVE, DeliveryState.CATCHING_UP, false, false,
				times, null, null, 100L, 0, Duration.ZERO, 101L);
		assertThat(Diagnostics.diagnose(situation, PATIENCE))
			.isEqualTo(new Diagnosis(StreamCondition.HEADERS_UNLINKED, LONG, false));
	}

	private static Diagnosis diagnose(ConnectionState connection, DeliveryState delivery, Duration listenerLag,
			StreamTimes times) {
		return Diagnostics.diagnose(
				new StreamSituation(connection, delivery, false, false, times, null, null, 100L, 0, listenerLag, null),
				PATIENCE);
	}

}
