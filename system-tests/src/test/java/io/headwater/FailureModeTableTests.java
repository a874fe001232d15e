package io.headwater;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of failures in docs/design/failure-modes.md names just the tests that play
 * them.
 */
class FailureModeTableTests {

	private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE);

	private static final Pattern TEST = Pattern.compile("`([^`]+)`");

	@Test
	void eachFailureIsPlayedByTheTestsThatTheTableNames() throws IOException {
		assertThat(documented()).isEqualTo(annotated());
	}

	private static Map<Integer, Set<String>> documented() throws IOException {
		Map<Integer, Set<String>> rows = new TreeMap<>();
		Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "design", "failure-modes.md")));
		while (row.find()) {
			Set<String> tests = new TreeSet<>();
			Matcher test = TEST.matcher(row.group(2));
			while (test.find()) {
				tests.add(test.group(1));
			}
			rows.put(Integer.valueOf(row.group(1)), tests);
		}
		return rows;
	}

	private static Map<Integer, Set<String>> annotated() {
		Map<Integer, Set<String>> rows = new TreeMap<>();
		new ClassFileImporter().importPackages("io.headwater")
			.stream()
			.flatMap((type) -> type.getMethods().stream())
			.filter((method) -> method.isAnnotatedWith(FailureMode.class))
			.forEach((method) -> {
				for (int number : method.getAnnotationOfType(FailureMode.class).value()) {
					rows.computeIfAbsent(number, (any) -> new TreeSet<>()).add(name(method));
				}
			});
		return rows;
	}

	private static String name(JavaMethod method) {
		return method.getOwner().getSimpleName() + "." + method.getName();
	}

}
