package io.headwater.health;

import java.time.Duration;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.journal.StreamJournal;
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
		Diagnostics.Diagnosis diagnosis = diagnose(ConnectionState.LIVE, DeliveryState.CATCHING_UP, Duration.ZERO,
				new StreamJournal.Times(Duration.ZERO, LONG, null, false, null, LONG, ConnectionEnd.CLOSED));
		assertThat(diagnosis).isEqualTo(new Diagnostics.Diagnosis(StreamCondition.HEADS_MISSING, LONG, false));
	}

	@Test
	void aLongCatchUpIsNoTroubleAsLongAsHeadsCome() {
		Diagnostics.Diagnosis diagnosis = diagnose(ConnectionState.LIVE, DeliveryState.CATCHING_UP, Duration.ZERO,
				new StreamJournal.Times(LONG, LONG, null, false, null, SHORT, null));
		assertThat(diagnosis.condition()).isEqualTo(StreamCondition.RECOVERING);
		assertThat(StreamCondition.RECOVERING.isTrouble()).isFalse();
	}

	@Test
	void aListenerThatHoldsUpACatchUpIsNotTheNodesFault() {
		Diagnostics.Diagnosis diagnosis = diagnose(ConnectionState.LIVE, DeliveryState.CATCHING_UP,
				Duration.ofSeconds(40), new StreamJournal.Times(LONG, LONG, null, false, null, LONG, null));
		assertThat(diagnosis)
			.isEqualTo(new Diagnostics.Diagnosis(StreamCondition.LISTENER_BEHIND, Duration.ofSeconds(40), false));
	}

	@Test
	void aSocketThatIsDownIsToldEvenIfTheSubscriptionWasSilentBefore() {
		StreamJournal.Times times = new StreamJournal.Times(SHORT, LONG, SHORT, false, LONG, LONG,
				ConnectionEnd.UNREACHABLE);
		assertThat(diagnose(ConnectionState.WAITING, DeliveryState.LIVE, Duration.ZERO, times).condition())
			.isEqualTo(StreamCondition.SOCKET_DOWN);
	}

	@Test
	void aRefusalIsToldAtOnceAlsoDuringTheNextAttempt() {
		StreamJournal.Times times = new StreamJournal.Times(SHORT, LONG, SHORT, true, null, null, ConnectionEnd.DENIED);
		assertThat(diagnose(ConnectionState.CONNECTING, DeliveryState.CATCHING_UP, Duration.ZERO, times))
			.isEqualTo(new Diagnostics.Diagnosis(StreamCondition.CREDENTIALS_REFUSED, SHORT, true));
	}

	@Test
	void aShortLagOfListenersIsNoTrouble() {
		StreamJournal.Times times = new StreamJournal.Times(LONG, LONG, null, false, null, SHORT, null);
		assertThat(diagnose(ConnectionState.LIVE, DeliveryState.LIVE, SHORT, times).condition())
			.isEqualTo(StreamCondition.DELIVERING);
	}

	@Test
	void aQuietChainIsNoTrouble() {
		StreamJournal.Times times = new StreamJournal.Times(LONG, LONG, null, false, null, LONG, ConnectionEnd.CLOSED);
		assertThat(diagnose(ConnectionState.LIVE, DeliveryState.LIVE, Duration.ZERO, times).condition())
			.isEqualTo(StreamCondition.DELIVERING);
	}

	@Test
	void aListenerOfAnEarlierRunThatDoesNotReturnIsTrouble() {
		StreamJournal.Times times = new StreamJournal.Times(LONG, LONG, null, false, null, LONG, null);
		Diagnostics.Situation held = new Diagnostics.Situation(ConnectionState.STOPPED, DeliveryState.STANDBY, false,
				true, times, null, null, 100L, 0, Duration.ZERO, null);
		assertThat(Diagnostics.diagnose(held, PATIENCE))
			.isEqualTo(new Diagnostics.Diagnosis(StreamCondition.LISTENER_ABANDONED, LONG, false));
		assertThat(StreamCondition.LISTENER_ABANDONED.isTrouble()).isTrue();
	}

	@Test
	@FailureMode(44)
	void headersThatDoNotLinkAreToldAsSuch() {
		StreamJournal.Times times = new StreamJournal.Times(LONG, LONG, null, false, null, LONG, null);
		Diagnostics.Situation situation = new Diagnostics.Situation(ConnectionState.LIVE, DeliveryState.CATCHING_UP,
				false, false, times, null, null, 100L, 0, Duration.ZERO, 101L);
		assertThat(Diagnostics.diagnose(situation, PATIENCE))
			.isEqualTo(new Diagnostics.Diagnosis(StreamCondition.HEADERS_UNLINKED, LONG, false));
	}

	private static Diagnostics.Diagnosis diagnose(ConnectionState connection, DeliveryState delivery,
			Duration listenerLag, StreamJournal.Times times) {
		return Diagnostics.diagnose(new Diagnostics.Situation(connection, delivery, false, false, times, null, null,
				100L, 0, listenerLag, null), PATIENCE);
	}

}
