package io.headwater.benchmarks.feed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.headwater.benchmarks.process.NanoTimes;
import io.headwater.benchmarks.process.ParentChannel;
import io.headwater.test.TestCertificate;

/**
 * The process that plays the node. It first says its address, and that over TLS with the
 * file of whom to trust; then the bench commands what all connected clients are told:
 * {@code flood <heads>} as fast as they read,
 * {@code pace <heads a second> <heads> <file>} with the times at which the first client's
 * heads were written. It says when it has done so.
 */
public final class Feed {

	private static final int BACKLOG = 200;

	private static final String HOST = "127.0.0.1";

	private final List<FeedConnection> subscribed = new CopyOnWriteArrayList<>();

	public static void main(String[] args) throws IOException {
		ParentChannel parent = ParentChannel.ofThisProcess();
		TestCertificate certificate = TestCertificate.valid(Path.of(args[0]), HOST);
		try (ServerSocket plain = new ServerSocket(0, BACKLOG, InetAddress.getByName(HOST));
				ServerSocket secure = secureServer(certificate)) {
			Feed feed = new Feed();
			start(() -> feed.accept(plain), "acceptor");
			start(() -> feed.accept(secure), "secure-acceptor");
			parent.say(new FeedAddress("ws://" + HOST + ":" + plain.getLocalPort(),
					"wss://" + HOST + ":" + secure.getLocalPort(), certificate.trustStore())
				.text());
			for (String command = parent.hear(); command != null; command = parent.hear()) {
				feed.obey(command.split(" "));
				parent.say("done");
			}
		}
	}

	private static ServerSocket secureServer(TestCertificate certificate) throws IOException {
		try {
			KeyStore keys = KeyStore.getInstance(certificate.keyStore().toFile(),
					TestCertificate.PASSWORD.toCharArray());
			KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			managers.init(keys, TestCertificate.PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(managers.getKeyManagers(), null, null);
			return context.getServerSocketFactory().createServerSocket(0, BACKLOG, InetAddress.getByName(HOST));
		}
		catch (GeneralSecurityException ex) {
			throw new IOException("No server over TLS", ex);
		}
	}

	private static void start(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void accept(ServerSocket server) {
		try {
			while (true) {
				FeedConnection connection = new FeedConnection(server.accept());
				start(() -> serve(connection), "connection");
			}
		}
		catch (IOException ex) {
			if (!server.isClosed()) {
				System.err.println("No more clients: " + ex);
			}
		}
	}

	private void serve(FeedConnection connection) {
		try {
			connection.serve(this.subscribed::add);
		}
		catch (IOException ex) {
			System.err.println("A client is gone: " + ex);
		}
		finally {
			this.subscribed.remove(connection);
		}
	}

	private void obey(String[] command) throws IOException {
		switch (command[0]) {
			case "flood" -> flood(Integer.parseInt(command[1]));
			case "pace" ->
				pace(Integer.parseInt(command[1]), Integer.parseInt(command[2])).writeTo(Path.of(command[3]));
			default -> throw new IllegalArgumentException("What is " + command[0] + "?");
		}
	}

	private void flood(int heads) throws IOException {
		for (int left = heads; left > 0; left -= Announcements.BATCH) {
			for (FeedConnection connection : this.subscribed) {
				connection.announce(Math.min(left, Announcements.BATCH));
			}
		}
	}

	/** What is late is told at once, so that the mean stays right. */
	private NanoTimes pace(int perSecond, int heads) throws IOException {
		NanoTimes written = new NanoTimes(heads);
		long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
		long due = System.nanoTime();
		for (int i = 0; i < heads; i++, due += interval) {
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			long first = 0;
			for (FeedConnection connection : this.subscribed) {
				long now = connection.announce(1);
				first = (first != 0) ? first : now;
			}
			written.add(first);
		}
		return written;
	}

}
