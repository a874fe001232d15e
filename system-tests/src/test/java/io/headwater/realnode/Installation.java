package io.headwater.realnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * The directory into which npm installed the nodes.
 * <p>
 * It is named after the content of the files it was installed from and appears in one
 * atomic move, so that it is either absent or complete.
 */
record Installation(Path directory) {

	private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc",
			"hardhat.config.js");

	// The lock of a file guards against other JVMs, the monitor against other threads.
	static synchronized Installation obtain(Path source, Path target, Npm npm) {
		try {
			Path directory = target.resolve(ContentHash.of(source, FILES));
			Files.createDirectories(target);
			try (FileChannel channel = FileChannel.open(target.resolve("install.lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock ignored = channel.lock()) {
				if (!Files.exists(directory)) {
					install(source, target.resolve("partial"), directory, npm);
				}
			}
			return new Installation(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The real nodes could not be installed in " + target, ex);
		}
	}

	private static void install(Path source, Path partial, Path directory, Npm npm) throws IOException {
		FileSystemUtils.deleteRecursively(partial);
		Files.createDirectory(partial);
		for (String file : FILES) {
			Files.copy(source.resolve(file), partial.resolve(file));
		}
		npm.install(partial, directory.resolveSibling(directory.getFileName() + ".log"));
		Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
	}

	Path anvil() {
		return this.directory.resolve("node_modules/@foundry-rs/anvil-" + Platform.current() + "/bin/anvil");
	}

	Path hardhat() {
		return this.directory.resolve("node_modules/hardhat/internal/cli/bootstrap.js");
	}

	Path ganache() {
		return this.directory.resolve("node_modules/ganache/dist/node/cli.js");
	}

}
