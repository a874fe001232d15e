package io.headwater.transport;

import java.io.IOException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The exceptions are such as JDK 17 and 25 throw; tests of the client have them thrown.
 */
class TlsFailureTests {

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.of(refused(new Refused(path(BasicReason.EXPIRED, new CertificateExpiredException("SECRET")))),
						"the node's certificate has expired"),
				Arguments.of(refused(new Refused(path(BasicReason.EXPIRED, null))),
						"a certificate of the node has expired"),
				Arguments.of(refused(new CertificateNotYetValidException("SECRET")),
						"the node's certificate is not valid yet"),
				Arguments.of(refused(new Refused(new CertPathBuilderException("SECRET"))),
						"the node's certificate comes from no authority that is trusted"),
				Arguments.of(refused(new Refused(path(BasicReason.ALGORITHM_CONSTRAINED, null))),
						"a certificate of the node uses an algorithm that is too weak"),
				Arguments.of(refused(new Refused(path(BasicReason.UNSPECIFIED, null))),
						"the chain of the node's certificates is not valid"),
				Arguments.of(refused(new CertificateException("No name matching SECRET found")),
						"the node's certificate is for another host"),
				Arguments.of(refused(new RuntimeException(new InvalidAlgorithmParameterException("SECRET"))),
						"no authority at all is trusted"),
				Arguments.of(refused(new Refused(null)), "SSLHandshakeException"),
				Arguments.of(new SSLHandshakeException("Received fatal alert: handshake_failure"),
						"the node refused it with the alert handshake_failure"),
				Arguments.of(new SSLException("(certificate_required) Received fatal alert: certificate_required"),
						"the node refused it with the alert certificate_required"),
				Arguments.of(new SSLException("Received fatal alert: forged\nline"), "SSLException"),
				Arguments.of(new SSLException("Unsupported or unrecognized SSL message"),
						"the node does not speak TLS at this port"),
				Arguments.of(new SSLException("Unrecognized SSL message, plaintext connection?"),
						"the node does not speak TLS at this port"),
				Arguments.of(new SSLHandshakeException("Remote host terminated the handshake"),
						"the node closed the connection, as a port may that does not speak TLS"),
				Arguments.of(new SSLException("SECRET", new IOException("SECRET")), "SSLException"),
				Arguments.of(new SSLException((String) null), "SSLException"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void tellsWhatToMend(SSLException failure, String description) {
		assertThat(TlsFailure.describe(failure)).isEqualTo(description);
	}

	private static SSLException refused(Exception cause) {
		SSLHandshakeException failure = new SSLHandshakeException("SECRET");
		failure.initCause(cause);
		return failure;
	}

	private static CertPathValidatorException path(BasicReason reason, @Nullable Exception cause) {
		return new CertPathValidatorException("SECRET", cause, null, -1, reason);
	}

	/**
	 * Stands for the JDK's internal type.
	 */
	private static final class Refused extends CertificateException {

		private static final long serialVersionUID = 1L;

		Refused(@Nullable Exception cause) {
			super("SECRET", cause);
		}

	}

}
