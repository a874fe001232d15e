package io.headwater.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Classes that files name as text. Spring passes over what it does not find, without a
 * word or with one that nobody sees.
 */
@ExtendWith(OutputCaptureExtension.class)
class NamedClassesTests {

	private static final ClassLoader LOADER = NamedClassesTests.class.getClassLoader();

	private static final String OURS = "io.headwater.";

	@Test
	void everyFailureAnalyzerIsThere() throws IOException {
		List<String> names = factories("META-INF/spring.factories").get(FailureAnalyzer.class.getName());
		assertThat(names).hasSize(4).allSatisfy((name) -> assertIs(name, FailureAnalyzer.class));
	}

	@Test
	void everyFactoryIsThere() throws IOException {
		Map<String, List<String>> factories = factories("META-INF/spring.factories");
		factories.putAll(factories("META-INF/spring/aot.factories"));
		assertThat(factories).isNotEmpty()
			.allSatisfy((type, names) -> assertThat(names)
				.allSatisfy((name) -> assertIs(name, ClassUtils.forName(type, LOADER))));
	}

	@Test
	void theHintsOfTheLibraryAreThere() throws IOException {
		List<String> names = factories("META-INF/spring/aot.factories").get(RuntimeHintsRegistrar.class.getName());
		assertThat(names).containsExactly("io.headwater.checkpoint.jdbc.CheckpointSchema$Hints");
	}

	@Test
	void everyAutoConfigurationIsThereAndNamed() throws IOException {
		String file = "META-INF/spring/" + AutoConfiguration.class.getName() + ".imports";
		List<String> names = resources(file).stream()
			.flatMap((url) -> read(url).lines())
			.map(String::trim)
			.filter((name) -> name.startsWith(OURS))
			.toList();
		assertThat(names).hasSize(7)
			.allSatisfy(
					(name) -> assertThat(Class.forName(name, false, LOADER)).hasAnnotation(AutoConfiguration.class));
	}

	@Test
	void aFailingApplicationSaysWhatToDo(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--headwater.chains.main.nodes[0].url=ws://node.example",
				"--headwater.chains.main.queue-capacity=0"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'headwater.chains.main.queue-capacity' is 0, but at least one head must be able to "
					+ "wait.")
			.contains(
					"Write a positive number; 256 is the default. If you do not find it there, look under 'headwater.defaults'.");
	}

	@Test
	void anApplicationWhoseNodeIsNoGroupSaysWhatToDo(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--headwater.chains.main.nodes[0]=ws://node.example"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'headwater.chains.main.nodes[0]' is a node, but has a value itself.");
	}

	private static void assertIs(String name, Class<?> type) {
		assertThat(type).as(name).isAssignableFrom(ClassUtils.resolveClassName(name, LOADER));
	}

	private static Map<String, List<String>> factories(String file) throws IOException {
		Map<String, List<String>> factories = new LinkedHashMap<>();
		for (URL url : resources(file)) {
			Properties properties = new Properties();
			properties.load(url.openStream());
			properties
				.forEach((type, names) -> Arrays.stream(StringUtils.commaDelimitedListToStringArray((String) names))
					.map(String::trim)
					.filter((name) -> name.startsWith(OURS))
					.forEach((name) -> factories.computeIfAbsent((String) type, (key) -> new ArrayList<>()).add(name)));
		}
		return factories;
	}

	private static List<URL> resources(String file) throws IOException {
		return Collections.list(LOADER.getResources(file));
	}

	private static String read(URL url) {
		try (var in = url.openStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(HeadwaterAutoConfiguration.class)
	static class Application {

	}

}
