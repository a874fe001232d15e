package io.headwater.realnode;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RealNodes} and {@link RealNode}.
 */
@RealNodeTest
class RealNodesTests {

	@ParameterizedTest
	@MethodSource("nodes")
	void nodeAnnouncesEachMinedBlock(Supplier<RealNode> start) throws InterruptedException {
		try (RealNode node = start.get(); NewHeads heads = NewHeads.of(node)) {
			node.mine(3);
			assertThat(blockNumber(node)).isEqualTo(3);
			assertThat(heads.next(3)).containsExactly(1, 2, 3);
		}
	}

	@ParameterizedTest
	@MethodSource("nodes")
	void nodeRestartsOnTheSamePort(Supplier<RealNode> start) {
		try (RealNode node = start.get()) {
			URI url = node.wsUrl();
			long pid = node.pid();
			node.restart();
			assertThat(node.wsUrl()).isEqualTo(url);
			assertThat(node.pid()).isNotEqualTo(pid);
			assertThat(blockNumber(node)).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("nodes")
	void nodeRestartsAfterItWasKilled(Supplier<RealNode> start) {
		try (RealNode node = start.get()) {
			node.kill();
			node.restart();
			assertThat(node.isAlive()).isTrue();
			assertThat(blockNumber(node)).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("nodes")
	void killedNodeLeavesNoProcess(Supplier<RealNode> start) {
		try (RealNode node = start.get()) {
			ProcessHandle process = ProcessHandle.of(node.pid()).orElseThrow();
			assertThat(process.children()).isEmpty();
			node.kill();
			assertThat(node.isAlive()).isFalse();
			assertThat(process.isAlive()).isFalse();
		}
	}

	@Test
	void chainOutlivesStopWhenStateIsKept(@TempDir Path directory) {
		try (RealNode node = RealNodes.anvil("--state", directory.resolve("state.json").toString())) {
			node.mine(2);
			node.restart();
			assertThat(blockNumber(node)).isEqualTo(2);
		}
	}

	@Test
	void frozenNodeAnswersNothingUntilUnfrozen() {
		try (RealNode node = RealNodes.anvil()) {
			JsonRpc impatient = new JsonRpc(node.httpUrl(), Duration.ofMillis(300));
			node.freeze();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> impatient.call("eth_blockNumber"))
				.withMessage("eth_blockNumber got no answer from " + node.httpUrl())
				.withCauseInstanceOf(HttpTimeoutException.class);
			node.unfreeze();
			assertThat(blockNumber(node)).isZero();
		}
	}

	@Test
	void frozenNodeCanBeKilled() {
		try (RealNode node = RealNodes.anvil()) {
			node.freeze();
			node.kill();
			assertThat(node.isAlive()).isFalse();
		}
	}

	@Test
	void refusedCallSaysWhyInItsException() {
		try (RealNode node = RealNodes.anvil()) {
			assertThatExceptionOfType(JsonRpcException.class).isThrownBy(() -> node.rpc("eth_noSuchMethod"))
				.withMessageStartingWith("eth_noSuchMethod was refused with error -32601: ")
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(-32601));
		}
	}

	@Test
	void failedStartShowsWhatTheNodeWrote() {
		assertThatIllegalStateException().isThrownBy(() -> RealNodes.anvil("--no-such-option"))
			.withMessageContaining("unexpected argument '--no-such-option'");
	}

	private static int blockNumber(RealNode node) {
		return Integer.decode(node.rpc("eth_blockNumber").asString());
	}

	static List<Named<Supplier<RealNode>>> nodes() {
		return List.of(Named.of("anvil", RealNodes::anvil), Named.of("hardhat", RealNodes::hardhat),
				Named.of("ganache", RealNodes::ganache));
	}

}
