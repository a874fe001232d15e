package io.headwater.test;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What a test has switched for all connections of a node.
 */
final class NodeConditions {

	private final FreezeGate gate = new FreezeGate();

	private final FaultScript faults = new FaultScript();

	private volatile Tls tls = new Tls(null, false);

	FreezeGate gate() {
		return this.gate;
	}

	FaultScript faults() {
		return this.faults;
	}

	Tls tls() {
		return this.tls;
	}

	boolean isSecure() {
		return this.tls.context() != null;
	}

	synchronized void setContext(@Nullable SSLContext context) {
		this.tls = new Tls(context, this.tls.clientCertificate());
	}

	synchronized void setClientCertificate(boolean clientCertificate) {
		this.tls = new Tls(this.tls.context(), clientCertificate);
	}

}
