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

	private static RealNode start(NodeKind kind, List<String> options) {
		Path module = module();
		Installation installation = Installation.obtain(module.resolve("src/test/real-nodes"),
				module.resolve("target/real-nodes"), new Npm());
		return new RealNode(kind, installation, options);
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
