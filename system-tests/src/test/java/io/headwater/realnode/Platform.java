package io.headwater.realnode;

import java.util.Locale;

/**
 * Names this machine the way the packages of anvil's native program do, as in
 * {@code linux-amd64}.
 */
final class Platform {

	private Platform() {
	}

	static String current() {
		return name(System.getProperty("os.name"), System.getProperty("os.arch"));
	}

	static String name(String os, String arch) {
		return os(os) + "-" + arch(arch);
	}

	private static String os(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		if (lower.startsWith("linux")) {
			return "linux";
		}
		if (lower.startsWith("mac")) {
			return "darwin";
		}
		throw new IllegalStateException("Real nodes run on Linux and macOS, not on " + name);
	}

	private static String arch(String name) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "amd64", "x86_64" -> "amd64";
			case "aarch64", "arm64" -> "arm64";
			default -> throw new IllegalStateException("There is no anvil for processors of type " + name);
		};
	}

}
