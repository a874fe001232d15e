package io.headwater.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate with its key and an authority of its own that has signed it, made by the
 * JDK's keytool.
 */
final class TestCertificate {

	static final String PASSWORD = "changeit";

	private static final int PATIENCE_SECONDS = 60;

	private final Path file;

	private final KeyStore keys;

	private final Certificate authority;

	private TestCertificate(Path file, KeyStore keys, Certificate authority) {
		this.file = file;
		this.keys = keys;
		this.authority = authority;
	}

	/**
	 * Make a certificate.
	 * @param directory where to keep it
	 * @param names whom it is for, such as {@code DNS:localhost}
	 * @param options more of keytool's, such as one that makes it begin in the past
	 */
	static TestCertificate create(Path directory, String names, String... options)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path file = Files.createTempDirectory(directory, "keys").resolve("keystore.p12");
		keytool(file, "authority", "-ext", "bc:c");
		List<String> more = new ArrayList<>(List.of("-signer", "authority", "-ext", "SAN=" + names));
		more.addAll(List.of(options));
		keytool(file, "node", more.toArray(String[]::new));
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		Certificate authority = keys.getCertificate("authority");
		keys.deleteEntry("authority");
		try (OutputStream out = Files.newOutputStream(file)) {
			keys.store(out, PASSWORD.toCharArray());
		}
		return new TestCertificate(file, keys, authority);
	}

	private static void keytool(Path file, String alias, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						alias, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=test " + alias, "-storetype",
						"PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
		command.addAll(List.of(options));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
			throw new IllegalStateException("keytool has failed: " + command);
		}
	}

	/**
	 * What a server uses that has this certificate, or a client that shows it.
	 * @param trusted others whose authority it trusts
	 */
	SSLContext context(TestCertificate... trusted) throws GeneralSecurityException, IOException {
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(this.keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), trust(trusted).getTrustManagers(), null);
		return context;
	}

	/**
	 * What a client uses that trusts the authorities of these certificates and no others.
	 */
	static SSLContext trusting(TestCertificate... trusted) throws GeneralSecurityException, IOException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust(trusted).getTrustManagers(), null);
		return context;
	}

	private static TrustManagerFactory trust(TestCertificate... trusted) throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		for (int i = 0; i < trusted.length; i++) {
			store.setCertificateEntry("trusted-" + i, trusted[i].authority);
		}
		TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(store);
		return managers;
	}

	Path file() {
		return this.file;
	}

}
