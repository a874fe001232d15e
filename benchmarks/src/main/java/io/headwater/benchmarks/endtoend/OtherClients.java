package io.headwater.benchmarks.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import io.headwater.benchmarks.process.ChildProcess;

/**
 * Makes ready what Headwater does not depend on. What was installed once is there without
 * a network.
 */
final class OtherClients {

	/** The class files of web3j 6. */
	private static final int WEB3J_JAVA = 21;

	private static final Installation NODE_CLIENTS = new Installation("node",
			List.of("package.json", "package-lock.json", ".npmrc", "probe.mjs", "ethers.mjs", "viem.mjs"));

	private static final Installation WEB3J = new Installation("web3j", List.of("pom.xml", "Web3jClient.java"));

	private final EndToEndOptions options;

	OtherClients(EndToEndOptions options) {
		this.options = options;
	}

	/**
	 * Return the folder of the JavaScript clients.
	 */
	Path nodeClients() throws LeftOutException, IOException, InterruptedException {
		return NODE_CLIENTS.into(this.options.folder(),
				List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
	}

	/**
	 * Return the class path of the one that web3j serves. Its libraries are no
	 * dependencies of any module, since they are not for Java 17 and many.
	 */
	String web3jClassPath() throws LeftOutException, IOException, InterruptedException {
		int java = featureVersion(this.options.jdk());
		if (java < WEB3J_JAVA) {
			throw new LeftOutException("web3j 6 needs Java " + WEB3J_JAVA + ", and this is " + java);
		}
		Path folder = WEB3J.into(this.options.folder(), List.of("mvn", "-q", "-B", "dependency:copy-dependencies",
				"-DincludeScope=runtime", "-DoutputDirectory=lib"));
		String bench = ChildProcess.ownClassPath();
		Path classes = folder.resolve("classes");
		Installation.run(folder,
				List.of(this.options.jdk().resolve("bin/javac").toString(), "--release", String.valueOf(WEB3J_JAVA),
						"-d", classes.toString(), "-cp", bench + File.pathSeparator + folder.resolve("lib/*"),
						"Web3jClient.java"),
				this.options.folder().resolve("web3j-javac.log"));
		return classes + File.pathSeparator + folder.resolve("lib/*") + File.pathSeparator + bench;
	}

	static int featureVersion(Path jdk) throws IOException {
		Properties release = new Properties();
		try (var in = Files.newInputStream(jdk.resolve("release"))) {
			release.load(in);
		}
		String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
		return Runtime.Version.parse(version).feature();
	}

}
