package io.headwater.autoconfigure;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener as Kotlin compiles a suspend function. The tests have no Kotlin, so the
 * types by which Spring knows one stand in, out of sight of all other tests.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class SuspendingListenerTests {

	private static final Map<String, String> SOURCES = Map.of("kotlin/Metadata.java", """
			package kotlin;
			@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
			public @interface Metadata {
			}
			""", "kotlin/coroutines/Continuation.java", """
			package kotlin.coroutines;
			public interface Continuation<T> {
			}
			""", "kotlin/text/Regex.java", """
			package kotlin.text;
			public class Regex {
			}
			""", "example/Wallet.java", """
			package example;
			@kotlin.Metadata
			@org.springframework.boot.autoconfigure.ImportAutoConfiguration(
					io.headwater.autoconfigure.HeadwaterAutoConfiguration.class)
			public class Wallet implements Runnable {
				@org.springframework.context.event.EventListener
				public Object on(io.headwater.NewHeadEvent event, kotlin.coroutines.Continuation<Object> rest) {
					return null;
				}
				@Override
				public void run() {
					new org.springframework.boot.builder.SpringApplicationBuilder(Wallet.class)
						.web(org.springframework.boot.WebApplicationType.NONE)
						.run("--headwater.chains.main.nodes[0].url=ws://node.example",
								"--headwater.chains.main.auto-startup=false")
						.close();
				}
			}
			""");

	@TempDir
	private Path folder;

	@Test
	void warnsOfASuspendFunction(CapturedOutput output) throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader kotlin = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(kotlin);
			((Runnable) kotlin.loadClass("example.Wallet").getConstructor().newInstance()).run();
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
		assertThat(output)
			.containsOnlyOnce("Listener example.Wallet.on(io.headwater.NewHeadEvent,kotlin.coroutines.Continuation) "
					+ "returns before its work has ended (a suspend function)");
	}

	private URL[] classPath() throws Exception {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", this.folder.toString()));
		for (Map.Entry<String, String> source : SOURCES.entrySet()) {
			Path file = this.folder.resolve(source.getKey());
			Files.createDirectories(file.getParent());
			arguments.add(Files.writeString(file, source.getValue()).toString());
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
		List<URL> urls = new ArrayList<>(List.of(this.folder.toUri().toURL()));
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return urls.toArray(URL[]::new);
	}

}
