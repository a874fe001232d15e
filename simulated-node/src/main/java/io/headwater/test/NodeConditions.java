package io.headwater.test;

import java.util.List;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What a test has switched for all connections of a node.
 */
final class NodeConditions {

	private final FreezeGate gate = new FreezeGate();

	private final FaultScript faults = new FaultScript();

	private volatile Tls tls = new Tls(null, false, List.of());

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
		this.tls = new Tls(context, this.tls.clientCertificate(), this.tls.protocols());
	}

	synchronized void setClientCertificate(boolean clientCertificate) {
		this.tls = new Tls(this.tls.context(), clientCertificate, this.tls.protocols());
	}

	synchronized void setTlsProtocols(List<String> protocols) {
		this.tls = new Tls(this.tls.context(), this.tls.clientCertificate(), protocols);
	}

}
