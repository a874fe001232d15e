package io.headwater.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.headwater.benchmarks.feed.Feed;
import io.headwater.benchmarks.feed.FeedAddress;
import io.headwater.benchmarks.process.ChildProcess;

/**
 * Starts the processes. All JVMs have the same options.
 */
final class Launcher {

	private static final String CONTENDERS = "io.headwater.benchmarks.contender.";

	private final EndToEndOptions options;

	private final OtherClients others;

	private final Map<Contender, String> leftOut = new EnumMap<>(Contender.class);

	private String web3jClassPath = "";

	private Path nodeClients = Path.of("");

	Launcher(EndToEndOptions options) {
		this.options = options;
		this.others = new OtherClients(options);
	}

	/**
	 * Make the contenders ready.
	 * @return those that can be started
	 */
	List<Contender> prepare() throws IOException, InterruptedException {
		List<Contender> ready = new ArrayList<>();
		for (Contender contender : this.options.contenders()) {
			try {
				prepare(contender);
				ready.add(contender);
			}
			catch (LeftOutException ex) {
				this.leftOut.put(contender, String.valueOf(ex.getMessage()));
			}
		}
		return ready;
	}

	private void prepare(Contender contender) throws LeftOutException, IOException, InterruptedException {
		if (contender == Contender.WEB3J) {
			this.web3jClassPath = this.others.web3jClassPath();
		}
		else if (!contender.isJava()) {
			this.nodeClients = this.others.nodeClients();
		}
	}

	/**
	 * Return who cannot be started, and why.
	 */
	Map<Contender, String> leftOut() {
		return this.leftOut;
	}

	ChildProcess feed() throws IOException {
		return ChildProcess.start("feed", ChildProcess.java(this.options.jdk(), this.options.jvmOptions(), Feed.class,
				List.of(this.options.folder().toString())));
	}

	ChildProcess start(Contender contender, int round, FeedAddress node) throws IOException {
		return switch (contender) {
			case HEADWATER_NATIVE, HEADWATER_TLS, HEADWATER_OBSERVED ->
				headwater(contender, round, HeadwaterSetting.usual(node));
			case HAND_WRITTEN -> java(contender, round, "HandWrittenApplication", List.of(node.plain()));
			case EMPTY -> java(contender, round, "EmptyApplication", List.of());
			case FLOOR -> java(contender, round, "FloorClient", List.of(node.plain()));
			case WEB3J -> ChildProcess.start(contender.label(),
					ChildProcess.java(this.options.jdk(), this.options.jvmOptions(contender.label() + "-" + round),
							this.web3jClassPath, "Web3jClient", List.of(node.plain())));
			case ETHERS, VIEM -> ChildProcess.start(contender.label(), List.of("node", "--expose-gc",
					this.nodeClients.resolve(contender.label() + ".mjs").toString(), node.plain()));
		};
	}

	ChildProcess headwater(Contender contender, int round, HeadwaterSetting setting) throws IOException {
		return java(contender, round, "HeadwaterApplication", setting.arguments(contender, this.options.properties()));
	}

	private ChildProcess java(Contender contender, int round, String main, List<String> arguments) throws IOException {
		return ChildProcess.start(contender.label(),
				ChildProcess.java(this.options.jdk(), this.options.jvmOptions(contender.label() + "-" + round),
						ChildProcess.ownClassPath(), CONTENDERS + main, arguments));
	}

}
