package io.headwater.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JDK's {@code keytool}, at work on one key store.
 */
final class KeyTool {

	private final Path keyStore;

	private final String password;

	/**
	 * Create a tool.
	 * @param keyStore the PKCS 12 file, which need not exist
	 * @param password its password
	 */
	KeyTool(Path keyStore, String password) {
		this.keyStore = keyStore;
		this.password = password;
	}

	/**
	 * Make a key and a certificate for it.
	 * @param alias the name of the new entry, which becomes that of the holder too
	 * @param more more options of {@code -genkeypair}
	 * @throws IOException if the tool is not there or does not succeed
	 */
	void generate(String alias, List<String> more) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
						"-keystore", this.keyStore.toString(), "-storetype", "PKCS12", "-storepass", this.password,
						"-alias", alias, "-dname", "CN=" + alias, "-keyalg", "EC", "-groupname", "secp256r1"));
		command.addAll(more);
		run(command);
	}

	private static void run(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IOException("keytool failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while keytool works", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
