package io.headwater.realnode;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts real nodes, installing them with npm when that has not been done yet.
 */
public final class RealNodes {

	private RealNodes() {
	}

	/**
	 * Starts anvil with options of its command line in addition to those for its port and
	 * for mining on demand.
	 */
	public static RealNode anvil(String... options) {
		return start(NodeKind.ANVIL, List.of(options));
	}

	public static RealNode hardhat() {
		return start(NodeKind.HARDHAT, List.of());
	}

	public static RealNode ganache() {
		return start(NodeKind.GANACHE, List.of());
	}

	/**
	 * Starts a WebSocket server of Node.js (npm's {@code ws}, which many nodes and
	 * proxies are made with) that speaks TLS and sends back what it gets.
	 * @param keyStore a PKCS 12 key store with its certificate
	 * @param password the password of the key store
	 */
	public static EchoServer echo(Path keyStore, String password) {
		return new EchoServer(installation(), keyStore, password);
	}

	private static RealNode start(NodeKind kind, List<String> options) {
		return new RealNode(kind, installation(), options);
	}

	private static Installation installation() {
		Path module = module();
		return Installation.obtain(module.resolve("src/test/real-nodes"), module.resolve("target/real-nodes"),
				new Npm());
	}

	// From the place of the class file, as the working directory differs between runners.
	private static Path module() {
		try {
			Path testClasses = Path.of(RealNodes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return testClasses.getParent().getParent();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The directory of the test classes has no usable name", ex);
		}
	}

}
