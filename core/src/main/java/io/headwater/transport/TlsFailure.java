package io.headwater.transport;

import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Tells why a TLS handshake failed so that somebody can mend it. The types of the causes
 * say most; of the JDK's own messages two are recognised, and nothing of a certificate is
 * repeated.
 */
final class TlsFailure {

	private static final int DEEPEST_CAUSE = 10;

	/** The names of alerts are the JDK's (RFC 8446, section 6), made from a number. */
	private static final Pattern ALERT = Pattern.compile("(?:\\(\\w+\\) )?Received fatal alert: ([a-z_]{1,40})");

	/** What the JDK says of a plain answer, in an engine and in a socket. */
	private static final Pattern NO_TLS = Pattern.compile("(Unrecognized|Unsupported or unrecognized) SSL message.*");

	/** What the JDK says where the connection was closed instead of an answer. */
	private static final String CLOSED = "Remote host terminated the handshake";

	private TlsFailure() {
	}

	/** Describe a failure, as the end of a sentence made by us. */
	static String describe(SSLException failure) {
		String described = null;
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			String closer = describeCause(cause);
			described = (closer != null) ? closer : described;
			cause = cause.getCause();
		}
		return (described != null) ? described : describeMessage(failure);
	}

	/** Causes further in are closer to the truth. */
	private static @Nullable String describeCause(Throwable cause) {
		if (cause instanceof CertificateExpiredException) {
			return "the node's certificate has expired";
		}
		if (cause instanceof CertificateNotYetValidException) {
			return "the node's certificate is not valid yet";
		}
		if (cause instanceof CertificateRevokedException) {
			return "the node's certificate was revoked";
		}
		if (cause instanceof CertPathBuilderException) {
			return "the node's certificate comes from no authority that is trusted";
		}
		if (cause instanceof CertPathValidatorException path) {
			return describePath(path);
		}
		if (cause instanceof InvalidAlgorithmParameterException) {
			return "no authority at all is trusted";
		}
		// The JDK's check of the host name throws this type itself, all others subtypes.
		return (cause.getClass() == CertificateException.class) ? "the node's certificate is for another host" : null;
	}

	private static String describePath(CertPathValidatorException path) {
		if (path.getReason() == BasicReason.EXPIRED) {
			return "a certificate of the node has expired";
		}
		if (path.getReason() == BasicReason.NOT_YET_VALID) {
			return "a certificate of the node is not valid yet";
		}
		if (path.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
			return "a certificate of the node uses an algorithm that is too weak";
		}
		return "the chain of the node's certificates is not valid";
	}

	private static String describeMessage(SSLException failure) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : "";
		Matcher alert = ALERT.matcher(message);
		if (alert.matches()) {
			return "the node refused it with the alert " + alert.group(1);
		}
		if (message.equals(CLOSED)) {
			return "the node closed the connection, as a port may that does not speak TLS";
		}
		return NO_TLS.matcher(message).matches() ? "the node does not speak TLS at this port"
				: failure.getClass().getSimpleName();
	}

}
