package io.headwater;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.headwater.observability.HeadwaterObservations;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README and the reference pages say what the code says.
 */
class DocumentationTests {

	private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| ([^|]*) \\| ([^|]*) \\|.*$",
			Pattern.MULTILINE);

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void everyMeterIsDocumentedWithItsTypeAndTags() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		rows("metrics").forEach((name, cells) -> documented.put(name, cells[0] + " " + cells[1]));
		Class<?> table = Class.forName("io.headwater.observability.HeadwaterMeters");
		Map<String, String> meters = Arrays.stream((MeterDocumentation[]) table.getEnumConstants())
			.collect(Collectors.toMap(MeterDocumentation::getName, DocumentationTests::describe));
		assertThat(documented).isEqualTo(new TreeMap<>(meters));
	}

	private static String describe(MeterDocumentation meter) {
		return meter.getType().name().toLowerCase(Locale.ROOT) + " " + names(meter.getKeyNames());
	}

	@Test
	void everyObservationIsDocumentedWithItsKeys() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		rows("observations").forEach((name, cells) -> documented.put(name, cells[0] + " | " + cells[1]));
		Map<String, String> observations = Arrays.stream(HeadwaterObservations.values())
			.collect(Collectors.toMap(HeadwaterObservations::getName,
					(observation) -> names(observation.getLowCardinalityKeyNames()) + " | "
							+ names(observation.getHighCardinalityKeyNames())));
		assertThat(documented).isEqualTo(new TreeMap<>(observations));
	}

	private static String names(KeyName[] keys) {
		return Arrays.stream(keys).map(KeyName::asString).collect(Collectors.joining(", "));
	}

	@Test
	void everyPropertyIsDocumentedWithItsDefault() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		rows("properties").forEach((name, cells) -> documented.put(name, cells[0].replace("`", "")));
		documented.keySet().removeIf((name) -> name.startsWith("nodes"));
		assertThat(documented).containsExactlyInAnyOrderEntriesOf(properties());
	}

	@Test
	void everyEventStandsInTheReadmeAndInTheReference() throws IOException {
		String readme = readme("## Events");
		String reference = reference("events");
		assertThat(ChainEvent.class.getPermittedSubclasses()).extracting(Class::getSimpleName)
			.allSatisfy((name) -> assertThat(readme).contains("`" + name + "("))
			.allSatisfy((name) -> assertThat(reference).contains("`" + name + "("));
	}

	/** What is said of an enum's constants must be all of them. */
	@Test
	void everyOriginAndReasonIsDocumented() throws IOException {
		String reference = reference("events");
		assertThat(Stream.of(HeadOrigin.values(), HeadsSkippedEvent.Reason.values(), ChainResetEvent.Reason.values())
			.flatMap(Arrays::stream)
			.map(Enum::name)).allSatisfy((name) -> assertThat(reference).contains(" `" + name + "` |"));
	}

	@Test
	void theFirstPagesCanBeReadAtOnce() throws IOException {
		assertThat(Files.readAllLines(Path.of("..", "README.md"))).hasSizeLessThanOrEqualTo(200)
			.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(160));
		assertThat(Files.readAllLines(Path.of("..", "ARCHITECTURE.md"))).hasSizeLessThanOrEqualTo(250)
			.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(160));
	}

	@Test
	void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
		for (Path page : pages()) {
			Matcher link = LINK.matcher(Files.readString(page));
			while (link.find()) {
				Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
				assertThat(target).as("%s in %s", link.group(), page).exists();
				if (link.group(2) != null) {
					assertThat(anchors(target)).as("%s in %s", link.group(), page).contains(link.group(2));
				}
			}
		}
	}

	private static List<Path> pages() throws IOException {
		List<Path> pages = new ArrayList<>();
		try (Stream<Path> files = Files.list(Path.of(".."))) {
			files.filter((file) -> file.toString().endsWith(".md")).forEach(pages::add);
		}
		try (Stream<Path> files = Files.walk(Path.of("..", "docs"))) {
			files.filter((file) -> file.toString().endsWith(".md")).forEach(pages::add);
		}
		return pages;
	}

	/** As GitHub makes them of headings. */
	private static List<String> anchors(Path page) throws IOException {
		return Files.readAllLines(page)
			.stream()
			.filter((line) -> line.matches("#+ .*"))
			.map((line) -> line.replaceFirst("#+ ", "")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\w\\- ]", "")
				.replace(' ', '-'))
			.toList();
	}

	/** What stands for a name, a number or an address in a line is not compared. */
	@Test
	void everyMessageOfTheTroubleshootingStandsInTheCode() throws IOException {
		String code = code();
		assertThat(reference("troubleshooting").lines()
			.filter((line) -> line.startsWith("| "))
			.map((line) -> line.substring(0, line.indexOf(" | ")))
			.flatMap((cell) -> CODE.matcher(cell).results().map((match) -> match.group(1)))
			.flatMap((message) -> Arrays.stream(message.split("…|ws://|main|: |, but |[()]|-?\\d+")))
			.map(String::strip)
			.filter((part) -> !part.isEmpty())).hasSizeGreaterThan(30)
			.allSatisfy((part) -> assertThat(code).contains(part));
	}

	private static String code() throws IOException {
		StringBuilder code = new StringBuilder();
		for (String module : List.of("core", "autoconfigure")) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
					code.append(Files.readString(file));
				}
			}
		}
		return code.toString().replaceAll("\"\\s*\\+\\s*\"", "");
	}

	private static Map<String, String> properties() throws IOException {
		Map<String, String> properties = new TreeMap<>();
		metadata().forEach((name, property) -> {
			assertThat(property.path("description").asString("")).as(name).isNotBlank();
			if (name.startsWith("headwater.defaults.") && !name.endsWith(".nodes")) {
				properties.put(name.substring("headwater.defaults.".length()),
						property.path("defaultValue").asString(defaultInWords(name)));
			}
			else if (property.has("defaultValue") || name.startsWith("headwater.checkpoint.")) {
				properties.put(name, property.path("defaultValue").asString(defaultInWords(name)));
			}
		});
		return properties;
	}

	private static Map<String, JsonNode> metadata() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		Enumeration<URL> all = DocumentationTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json");
		while (all.hasMoreElements()) {
			try (InputStream metadata = all.nextElement().openStream()) {
				JsonMapper.shared()
					.readTree(metadata)
					.get("properties")
					.forEach((property) -> properties.put(property.get("name").asString(), property));
			}
		}
		properties.keySet().removeIf((name) -> !name.matches("(.+\\.)?headwater\\..+"));
		return properties;
	}

	private static String defaultInWords(String name) {
		if (name.endsWith("stale-head.after")) {
			return "three times the block interval, at least 10s";
		}
		if (name.endsWith("on-failure")) {
			return "continue, or halt if transactional";
		}
		if (name.endsWith("fail-back.after")) {
			return "none";
		}
		if (name.startsWith("headwater.checkpoint.")) {
			return name.endsWith("namespace") ? "spring.application.name" : "that of the database";
		}
		return name.endsWith("chain-id") ? "that of the first node" : "no limit";
	}

	private static Map<String, String[]> rows(String page) throws IOException {
		Map<String, String[]> rows = new LinkedHashMap<>();
		Matcher row = ROW.matcher(reference(page));
		while (row.find()) {
			rows.put(row.group(1), new String[] { row.group(2).trim(), row.group(3).trim() });
		}
		return rows;
	}

	private static String reference(String page) throws IOException {
		return Files.readString(Path.of("..", "docs", "reference", page + ".md"));
	}

	private static String readme(String heading) throws IOException {
		String readme = Files.readString(Path.of("..", "README.md"));
		int from = readme.indexOf(heading + "\n");
		int to = readme.indexOf("\n## ", from + 1);
		return readme.substring(from, (to < 0) ? readme.length() : to);
	}

}
