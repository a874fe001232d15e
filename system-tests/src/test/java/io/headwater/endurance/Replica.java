package io.headwater.endurance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.DeliveryState;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import org.awaitility.Awaitility;

/**
 * One of several instances of an application, and all that it was told.
 */
final class Replica implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ToldHeads heads = new ToldHeads("main");

	private final Path file;

	private final ChildJvm jvm;

	/**
	 * Start an instance.
	 * @param main its class
	 * @param file where it is to record its events
	 * @param arguments what all instances are given
	 */
	Replica(Class<?> main, Path file, List<String> arguments) {
		this.file = file;
		List<String> all = new ArrayList<>(arguments);
		all.add("--" + EventRecorder.FILE + "=" + file);
		this.jvm = ChildJvm.start(main, KilledApplication.OPTIONS, all, this.heads);
	}

	ChildJvm jvm() {
		return this.jvm;
	}

	void awaitState(DeliveryState state) {
		Awaitility.await(this.file + " " + state)
			.atMost(PATIENCE)
			.until(() -> this.jvm.ask("state main").equals(state.name()));
	}

	/**
	 * Wait for its first head after a moment.
	 * @return how long after
	 */
	Duration awaitHeadAfter(long nanos) {
		return Duration.ofNanos(this.heads.awaitFirstAfter(nanos).heardNanos() - nanos);
	}

	void assertNoBreach() {
		this.heads.assertNoBreach();
	}

	/** How many events of its walk it has recorded so far. */
	int recorded() {
		return (int) EventRecorder.read(this.file).stream().filter(Replica::isOfWalk).count();
	}

	/** What it was told in each of its turns to deliver. */
	List<List<ChainEvent>> turns() {
		List<List<ChainEvent>> turns = new ArrayList<>();
		for (ChainEvent event : EventRecorder.read(this.file)) {
			if (isOfWalk(event)) {
				if (turns.isEmpty() || event instanceof StreamResumedEvent) {
					turns.add(new ArrayList<>());
				}
				turns.get(turns.size() - 1).add(event);
			}
		}
		return turns;
	}

	private static boolean isOfWalk(ChainEvent event) {
		return !(event instanceof StreamStateChangedEvent);
	}

	@Override
	public void close() {
		this.jvm.close();
	}

}
