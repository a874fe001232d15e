package io.headwater.websocket;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnMessage;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

import org.springframework.util.FileSystemUtils;

/**
 * Tomcat's WebSocket server, which sends back what it gets and does what some texts say.
 */
final class TomcatServer implements AutoCloseable {

	private final Path directory = Files.createTempDirectory("tomcat");

	private final Tomcat tomcat = new Tomcat();

	TomcatServer() throws IOException, LifecycleException {
		this.tomcat.setBaseDir(this.directory.toString());
		this.tomcat.setPort(0);
		this.tomcat.setHostname("127.0.0.1");
		Context context = this.tomcat.addContext("", new File(this.directory.toString()).getAbsolutePath());
		context.addParameter("org.apache.tomcat.websocket.textBufferSize", "1000000");
		context.addParameter("org.apache.tomcat.websocket.binaryBufferSize", "1000000");
		context.addServletContainerInitializer(new WsSci(), Set.of(Echo.class));
		Tomcat.addServlet(context, "default", new DefaultServlet());
		context.addServletMapping("/", "default");
		this.tomcat.getConnector();
		this.tomcat.start();
	}

	URI url() {
		return URI.create("ws://127.0.0.1:" + this.tomcat.getConnector().getLocalPort() + "/echo");
	}

	@Override
	public void close() throws IOException, LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	/**
	 * The end of each connection on the server's side.
	 */
	@ServerEndpoint("/echo")
	public static final class Echo {

		@OnMessage
		public void text(Session session, String text) throws IOException {
			if (text.startsWith("close ")) {
				int code = Integer.parseInt(text.substring("close ".length()));
				session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), "as you asked"));
			}
			else if (text.equals("fragments")) {
				session.getBasicRemote().sendText("in ", false);
				session.getBasicRemote().sendText("three ", false);
				session.getBasicRemote().sendText("parts", true);
			}
			else if (text.equals("ping me")) {
				session.getBasicRemote().sendPing(ByteBuffer.wrap("you".getBytes(StandardCharsets.UTF_8)));
			}
			else {
				session.getBasicRemote().sendText(text);
			}
		}

		@OnMessage
		public void binary(Session session, ByteBuffer bytes) throws IOException {
			session.getBasicRemote().sendBinary(bytes);
		}

		@OnMessage
		public void pong(Session session, PongMessage pong) throws IOException {
			session.getBasicRemote().sendText("answered: " + StandardCharsets.UTF_8.decode(pong.getApplicationData()));
		}

	}

}
