package io.headwater.transport;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

class CloseCodesTests {

	@ParameterizedTest
	@CsvSource({ "1000, CLOSED", "1001, CLOSED", "1002, PROTOCOL", "1003, PROTOCOL", "1006, CLOSED", "1007, PROTOCOL",
			"1008, CLOSED", "1009, MESSAGE_TOO_LONG", "1010, PROTOCOL", "1011, CLOSED", "1012, CLOSED", "1013, CLOSED",
			"1014, CLOSED", "1015, CLOSED", "3000, CLOSED", "4999, CLOSED" })
	void tellsBrokenProtocolsFromConnectionsThatEnd(int code, Kind kind) {
		assertThat(CloseCodes.loss(new CloseStatus(code)))
			.isEqualTo(new ConnectionLoss(kind, "closed with code " + code, null, null, code));
	}

	@Test
	void tellsTheReasonOfTheNodeCutAndPrintable() {
		assertThat(CloseCodes.loss(new CloseStatus(4001, "quota\nforged \u20ac")).detail())
			.isEqualTo("closed with code 4001 (quota?forged ?)");
		assertThat(CloseCodes.loss(new CloseStatus(1013, " ")).detail()).isEqualTo("closed with code 1013");
		assertThat(CloseCodes.loss(new CloseStatus(1013, "x".repeat(119) + "SECRET")).detail())
			.isEqualTo("closed with code 1013 (" + "x".repeat(119) + "SECRET...)");
		assertThat(CloseCodes.loss(CloseStatus.NO_STATUS_CODE.withReason("again")).detail())
			.isEqualTo("closed with a code that the client does not tell (again)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			1002 ; a frame is masked  ; PROTOCOL         ; the node broke the protocol: a frame is masked
			1007 ;                    ; PROTOCOL         ; the node broke the protocol
			1009 ; longer than 9      ; MESSAGE_TOO_LONG ; longer than 9
			1006 ; sending failed     ; SEND_FAILED      ; sending failed
			1011 ;                    ; HANDLER_FAILED   ; the handler failed
			""")
	void tellsWhatThisSideFoundWrongAsThat(int code, @Nullable String reason, Kind kind, String detail) {
		assertThat(CloseCodes.verdict(new CloseStatus(code, reason))).isEqualTo(new ConnectionLoss(kind, detail));
	}

	@Test
	void makesUpNoCode() {
		assertThat(CloseCodes.loss(CloseStatus.NO_STATUS_CODE))
			.isEqualTo(new ConnectionLoss(Kind.CLOSED, "closed with a code that the client does not tell"));
	}

	/** RFC 6455, section 7.4.1: 1005, 1006 and 1015 must not be sent. */
	@ParameterizedTest
	@EnumSource
	void sendsCodesThatMayBeSent(Kind kind) {
		assertThat(CloseCodes.status(kind).getCode()).isNotIn(1005, 1006, 1015);
	}

}
