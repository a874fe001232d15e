package io.headwater.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.headwater.ChainEvent;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Appends each event to a file, a line of JSON each, in one write that a kill of the
 * process cannot take back.
 */
class EventRecorder {

	/** The property that names the file. */
	static final String FILE = "endurance.events";

	private static final JsonMapper json = new JsonMapper();

	private final Path file;

	EventRecorder(@Value("${" + FILE + "}") Path file) {
		this.file = file;
	}

	/**
	 * Before the one that tells the test, which reads the file when it has heard of the
	 * last head.
	 */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@EventListener
	void on(ChainEvent event) throws IOException {
		Files.writeString(this.file, json.writeValueAsString(event) + "\n", StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	/**
	 * Read what was recorded, but for a last line that the kill has torn.
	 */
	static List<ChainEvent> read(Path file) {
		try {
			String text = Files.exists(file) ? Files.readString(file) : "";
			String whole = text.substring(0, text.lastIndexOf('\n') + 1);
			return whole.lines().map((line) -> json.readValue(line, ChainEvent.class)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
