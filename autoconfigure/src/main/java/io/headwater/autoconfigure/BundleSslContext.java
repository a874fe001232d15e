package io.headwater.autoconfigure;

import java.security.KeyManagementException;
import java.security.SecureRandom;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * A TLS context that keeps to the ciphers and protocols of a bundle. A context that the
 * bundle makes knows nothing of them, and the Jakarta API takes a context only.
 */
final class BundleSslContext extends SSLContext {

	private BundleSslContext(SSLContext context, SslOptions options) {
		super(new Spi(context, options), context.getProvider(), context.getProtocol());
	}

	static SSLContext of(SslBundle bundle) {
		SSLContext context = bundle.createSslContext();
		SslOptions options = bundle.getOptions();
		return options.isSpecified() ? new BundleSslContext(context, options) : context;
	}

	/**
	 * Makes engines, and sockets of a client.
	 */
	private static final class Spi extends SSLContextSpi {

		private final SSLContext context;

		private final SslOptions options;

		Spi(SSLContext context, SslOptions options) {
			this.context = context;
			this.options = options;
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			return limited(this.context.createSSLEngine());
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			return limited(this.context.createSSLEngine(host, port));
		}

		private SSLEngine limited(SSLEngine engine) {
			engine.setSSLParameters(limited(engine.getSSLParameters()));
			return engine;
		}

		private SSLParameters limited(SSLParameters parameters) {
			if (this.options.getCiphers() != null) {
				parameters.setCipherSuites(this.options.getCiphers());
			}
			if (this.options.getEnabledProtocols() != null) {
				parameters.setProtocols(this.options.getEnabledProtocols());
			}
			return parameters;
		}

		@Override
		protected SSLParameters engineGetDefaultSSLParameters() {
			return limited(this.context.getDefaultSSLParameters());
		}

		@Override
		protected SSLParameters engineGetSupportedSSLParameters() {
			return this.context.getSupportedSSLParameters();
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.context.getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.context.getClientSessionContext();
		}

		@Override
		protected void engineInit(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust,
				@Nullable SecureRandom random) throws KeyManagementException {
			throw new KeyManagementException("The bundle has initialized this context");
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return new LimitedSocketFactory(this.context.getSocketFactory(), this::limited);
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			throw new UnsupportedOperationException("This context is for clients");
		}

	}

}
