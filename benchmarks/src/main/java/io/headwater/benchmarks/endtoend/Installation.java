package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import org.springframework.util.FileSystemUtils;

/**
 * Installs other clients into a folder that is named after what it was installed from: it
 * is there whole or not at all.
 */
final class Installation {

	private static final long LIMIT_MINUTES = 10;

	private final String name;

	private final List<String> files;

	/**
	 * Create an installation.
	 * @param name the folder of the class path that has the files
	 * @param files their names
	 */
	Installation(String name, List<String> files) {
		this.name = name;
		this.files = files;
	}

	/**
	 * Install, if it is not done yet.
	 * @param parent where
	 * @param command is run in the folder that has the files
	 * @return the folder
	 * @throws LeftOutException if that does not work
	 */
	Path into(Path parent, List<String> command) throws LeftOutException, IOException, InterruptedException {
		Path folder = parent.resolve(this.name + "-" + checksum());
		if (!Files.exists(folder)) {
			Path partial = parent.resolve(this.name + "-partial");
			FileSystemUtils.deleteRecursively(partial);
			Files.createDirectories(partial);
			for (String file : this.files) {
				Files.write(partial.resolve(file), content(file));
			}
			run(partial, command, parent.resolve(this.name + ".log"));
			Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
		}
		return folder;
	}

	static void run(Path folder, List<String> command, Path log)
			throws LeftOutException, IOException, InterruptedException {
		Process process;
		try {
			process = new ProcessBuilder(command).directory(folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new LeftOutException(command.get(0) + " is not here");
		}
		if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
			process.destroyForcibly();
			throw new LeftOutException(command.get(0) + " does not come to an end");
		}
		if (process.exitValue() != 0) {
			throw new LeftOutException(command.get(0) + " has failed, see " + log);
		}
	}

	private String checksum() throws IOException {
		CRC32 checksum = new CRC32();
		for (String file : this.files) {
			checksum.update(file.getBytes(StandardCharsets.UTF_8));
			checksum.update(content(file));
		}
		return Long.toHexString(checksum.getValue());
	}

	private byte[] content(String file) throws IOException {
		String resource = "/contenders/" + this.name + "/" + file;
		try (InputStream in = Installation.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new IOException("There is no " + resource + " on the class path");
			}
			return in.readAllBytes();
		}
	}

}
