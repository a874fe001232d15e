package io.headwater.realnode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A short name for the content of some files.
 */
final class ContentHash {

	private static final int BYTES = 6;

	private ContentHash() {
	}

	static String of(Path directory, List<String> files) throws IOException {
		MessageDigest digest = sha256();
		for (String file : files) {
			digest.update(Files.readAllBytes(directory.resolve(file)));
		}
		return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
