package io.headwater.endurance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.headwater.ChainEvent;

/**
 * An application that is started again and again, each time as another JVM: a life of it.
 * What it records of each life outlives its kill.
 */
public final class KilledApplication implements AutoCloseable {

	/** Most of a short life is its start. */
	static final List<String> OPTIONS = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private final Class<?> main;

	private final Path directory;

	private final List<String> arguments;

	private final List<ChildJvm> lives = new ArrayList<>();

	private ToldHeads heads;

	/**
	 * Create an application that does not live yet.
	 * @param main a class whose {@code main} method records events with an
	 * {@link EventRecorder} and ends with {@link Parent#answer}
	 * @param directory where the recorded events go
	 * @param arguments the arguments of each life; a chain of the name {@code main} is
	 * watched
	 */
	public KilledApplication(Class<?> main, Path directory, List<String> arguments) {
		this.main = main;
		this.directory = directory;
		this.arguments = List.copyOf(arguments);
		this.heads = new ToldHeads("main");
	}

	/**
	 * Begin another life.
	 * @return the JVM, for all that can be done to it
	 */
	public ChildJvm live() {
		this.heads = new ToldHeads("main");
		List<String> arguments = new ArrayList<>(this.arguments);
		arguments.add("--" + EventRecorder.FILE + "=" + file(this.lives.size()));
		ChildJvm life = ChildJvm.start(this.main, OPTIONS, arguments, this.heads);
		this.lives.add(life);
		return life;
	}

	private Path file(int life) {
		return this.directory.resolve("events-" + life + ".json");
	}

	/** What the present life has told of its chain so far. */
	ToldHeads heads() {
		return this.heads;
	}

	/**
	 * Read what was recorded.
	 * @return the events of each life, the first life first
	 */
	public List<List<ChainEvent>> recorded() {
		return IntStream.range(0, this.lives.size()).mapToObj((life) -> EventRecorder.read(file(life))).toList();
	}

	/**
	 * Kill what lives.
	 */
	@Override
	public void close() {
		this.lives.forEach(ChildJvm::close);
	}

}
