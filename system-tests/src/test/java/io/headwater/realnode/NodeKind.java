package io.headwater.realnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * How the kinds of node are started and told to mine.
 */
enum NodeKind {

	/**
	 * Started as the native program: anvil's npm command is a wrapper which takes the
	 * signals and leaves the node alone.
	 */
	ANVIL {

		@Override
		List<String> command(Installation installation, int port) {
			return List.of(installation.anvil().toString(), "--host", HOST, "--port", Integer.toString(port),
					"--no-mining");
		}

		@Override
		void mine(JsonRpc rpc, int blocks) {
			rpc.call("anvil_mine", blocks);
		}

	},

	HARDHAT {

		@Override
		List<String> command(Installation installation, int port) {
			return List.of("node", installation.hardhat().toString(), "node", "--hostname", HOST, "--port",
					Integer.toString(port));
		}

	},

	GANACHE {

		@Override
		List<String> command(Installation installation, int port) {
			return List.of("node", installation.ganache().toString(), "--server.host", HOST, "--server.port",
					Integer.toString(port));
		}

		// Port 0 makes ganache fail, so a free one is looked up for it.
		@Override
		int anyPort() {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("There is no free port", ex);
			}
		}

	};

	static final String HOST = "127.0.0.1";

	abstract List<String> command(Installation installation, int port);

	final List<String> command(Installation installation, int port, List<String> options) {
		List<String> command = new ArrayList<>(command(installation, port));
		command.addAll(options);
		return command;
	}

	int anyPort() {
		return 0;
	}

	// One by one: hardhat_mine leaves most heads unannounced when it mines many.
	void mine(JsonRpc rpc, int blocks) {
		for (int i = 0; i < blocks; i++) {
			rpc.call("evm_mine");
		}
	}

}
