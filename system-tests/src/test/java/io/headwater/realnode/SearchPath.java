package io.headwater.realnode;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The directories in which programs are looked up.
 */
final class SearchPath {

	private SearchPath() {
	}

	static boolean has(String program) {
		String path = System.getenv().getOrDefault("PATH", "");
		return Arrays.stream(path.split(File.pathSeparator))
			.filter((directory) -> !directory.isEmpty())
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
