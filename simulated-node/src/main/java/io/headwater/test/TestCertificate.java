package io.headwater.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key, made by the JDK's {@code keytool} when a test needs it. Its
 * issuer, an authority of its own, is trusted by those alone to whom a test gives it.
 */
public final class TestCertificate {

	/**
	 * The password of both files.
	 */
	public static final String PASSWORD = "changeit";

	private static final String ALIAS = "holder";

	private static final String ISSUER = "issuer";

	private static final List<String> ISSUED = List.of("-signer", ISSUER);

	private static final String STORE_TYPE = "PKCS12";

	private final Path keyStore;

	private final Path trustStore;

	private TestCertificate(Path keyStore, Path trustStore) {
		this.keyStore = keyStore;
		this.trustStore = trustStore;
	}

	/**
	 * Make a certificate that is valid now.
	 * @param folder where its files go
	 * @param hosts the names and IPv4 addresses for which it is valid
	 * @return the certificate
	 */
	public static TestCertificate valid(Path folder, String... hosts) {
		return create(folder, ISSUED, hosts);
	}

	/**
	 * Make a certificate that has been valid until some days ago.
	 * @param folder where its files go
	 * @param hosts the names and IPv4 addresses for which it was valid
	 * @return the certificate
	 */
	public static TestCertificate expired(Path folder, String... hosts) {
		return create(folder, List.of("-signer", ISSUER, "-startdate", "-20d", "-validity", "10"), hosts);
	}

	/**
	 * Make a certificate that is valid now and has no issuer but itself.
	 * @param folder where its files go
	 * @param hosts the names and IPv4 addresses for which it is valid
	 * @return the certificate
	 */
	public static TestCertificate selfSigned(Path folder, String... hosts) {
		return create(folder, List.of(), hosts);
	}

	private static TestCertificate create(Path folder, List<String> options, String... hosts) {
		try {
			Path made = Files.createTempDirectory(folder, "certificate");
			Path work = made.resolve("work.p12");
			KeyTool keyTool = new KeyTool(work, PASSWORD);
			if (options.containsAll(ISSUED)) {
				keyTool.generate(ISSUER, List.of("-startdate", "-30d", "-validity", "60", "-ext", "bc:c"));
			}
			List<String> all = new ArrayList<>(options);
			all.addAll(List.of("-ext", "san=" + alternativeNames(hosts)));
			keyTool.generate(ALIAS, all);
			return split(load(work), made);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The certificate cannot be made", ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be made", ex);
		}
	}

	private static String alternativeNames(String... hosts) {
		return Arrays.stream(hosts)
			.map((host) -> host.matches("[0-9.]+") ? "ip:" + host : "dns:" + host)
			.collect(Collectors.joining(","));
	}

	/** The issuer's key must not be in the store of the holder, who could show it. */
	private static TestCertificate split(KeyStore work, Path folder) throws IOException, GeneralSecurityException {
		Key key = work.getKey(ALIAS, PASSWORD.toCharArray());
		Certificate[] chain = work.getCertificateChain(ALIAS);
		KeyStore keys = empty();
		keys.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), chain);
		KeyStore trust = empty();
		trust.setCertificateEntry(ISSUER, chain[chain.length - 1]);
		return new TestCertificate(save(keys, folder.resolve("keys.p12")), save(trust, folder.resolve("trust.p12")));
	}

	/**
	 * Return where the certificate and its key are.
	 * @return a PKCS 12 key store under {@link #PASSWORD}
	 */
	public Path keyStore() {
		return this.keyStore;
	}

	/**
	 * Return where the certificate of its issuer is, for those who are to trust it.
	 * @return a PKCS 12 trust store under {@link #PASSWORD}
	 */
	public Path trustStore() {
		return this.trustStore;
	}

	/**
	 * Make what a node uses, and a client that shows a certificate.
	 * @param own what it shows, or {@code null} for nothing
	 * @param trusted what it trusts, or {@code null} for nothing
	 * @return the context
	 */
	public static SSLContext context(@Nullable TestCertificate own, @Nullable TestCertificate trusted) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init((own != null) ? load(own.keyStore) : empty(), PASSWORD.toCharArray());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init((trusted != null) ? load(trusted.trustStore) : empty());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The certificate cannot be read", ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be used", ex);
		}
	}

	private static KeyStore empty() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(STORE_TYPE);
		store.load(null, null);
		return store;
	}

	private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(STORE_TYPE);
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

	private static Path save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, PASSWORD.toCharArray());
		}
		return file;
	}

}
