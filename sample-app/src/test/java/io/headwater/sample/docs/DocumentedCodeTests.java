package io.headwater.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code on a page that names a file above it is that of the file, and links lead
 * somewhere.
 */
class DocumentedCodeTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern EXAMPLE = Pattern.compile("<!-- (\\S+\\.java) -->\\s*```java\\n(.*?)```",
			Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	@ParameterizedTest
	@MethodSource("pages")
	void codeIsThatOfTheFileItNames(Path page) throws IOException {
		for (MatchResult example : EXAMPLE.matcher(Files.readString(page)).results().toList()) {
			String file = Files.readString(ROOT.resolve(example.group(1)));
			assertThat(withoutIndent(file)).contains(withoutIndent(example.group(2)));
		}
	}

	@Test
	void thereIsSuchCode() throws IOException {
		assertThat(Files.readString(ROOT.resolve("docs/testing.md"))).containsPattern(EXAMPLE);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadToHeadingsAndFiles(Path page) throws IOException {
		for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
			if (!link.group(1).contains("://")) {
				String[] target = link.group(1).split("#", 2);
				Path file = target[0].isEmpty() ? page : page.resolveSibling(target[0]);
				assertThat(file).exists();
				if (target.length > 1) {
					assertThat(anchors(file)).as("headings of %s", file).contains(target[1]);
				}
			}
		}
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs")); Stream<Path> top = Files.list(ROOT)) {
			return Stream.concat(docs, top).filter((file) -> file.toString().endsWith(".md")).sorted().toList();
		}
	}

	private static List<String> anchors(Path page) {
		try {
			return HEADING.matcher(Files.readString(page))
				.results()
				.map((heading) -> heading.group(1).toLowerCase().replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String withoutIndent(String code) {
		return code.lines().map(String::strip).filter((line) -> !line.isEmpty()).reduce("", (a, b) -> a + "\n" + b);
	}

}
