package io.headwater.realnode;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A WebSocket server of Node.js that speaks TLS and sends back what it gets.
 */
public final class EchoServer implements AutoCloseable {

	private static final Duration START_LIMIT = Duration.ofSeconds(30);

	private static final String SCRIPT = """
			const fs = require('fs');
			const [keys, passphrase] = process.argv.slice(1);
			const server = require('https').createServer({ pfx: fs.readFileSync(keys), passphrase });
			const { WebSocketServer } = require('ws');
			new WebSocketServer({ server, perMessageDeflate: true }).on('connection', (socket) => {
				socket.on('message', (data, isBinary) => {
					if (data.toString() === 'close') {
						socket.close(1013, 'try again later');
					}
					else {
						socket.send(data, { binary: isBinary });
					}
				});
				socket.ping('are you there');
				socket.on('pong', (data) => socket.send('pong:' + data));
			});
			server.listen(0, '127.0.0.1', () => console.log('Listening on 127.0.0.1:' + server.address().port));
			""";

	private final NodeProcess process;

	EchoServer(Installation installation, Path keyStore, String password) {
		this.process = NodeProcess.start(List.of("node", "-e", SCRIPT, keyStore.toAbsolutePath().toString(), password),
				installation.directory(), START_LIMIT);
	}

	public URI url() {
		return URI.create("wss://localhost:" + this.process.port() + "/");
	}

	@Override
	public void close() {
		Processes.kill(this.process.process());
	}

}
