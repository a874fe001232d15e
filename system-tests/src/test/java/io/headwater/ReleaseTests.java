package io.headwater;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is published says of itself what a public repository asks for.
 */
class ReleaseTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

	private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

	@Test
	void theBomNamesEveryPublishedModuleAndNoOther() throws IOException {
		String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
		Set<String> named = new TreeSet<>();
		Matcher artifact = ARTIFACT.matcher(between(bom, "<dependencyManagement>", "</dependencyManagement>"));
		while (artifact.find()) {
			named.add(artifact.group(1));
		}
		Set<String> published = new TreeSet<>();
		for (String module : modules()) {
			String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
			if (pom.contains("</parent>") && !pom.contains("<maven.deploy.skip>true<")) {
				published.add(first(ARTIFACT, pom.substring(pom.indexOf("</parent>"))));
			}
		}
		assertThat(named).isEqualTo(published).isNotEmpty();
	}

	@Test
	void theBomHasTheVersionOfTheModules() throws IOException {
		assertThat(first(VERSION, Files.readString(ROOT.resolve("bom/pom.xml"))))
			.isEqualTo(first(VERSION, Files.readString(ROOT.resolve("pom.xml"))));
	}

	@Test
	void everyModuleHasANameAndADescriptionOfItsOwn() throws IOException {
		for (String module : modules()) {
			assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml"))).as(module)
				.contains("<name>Headwater ", "<description>");
		}
	}

	@Test
	void theParentAndTheBomNameLicenceSourcesAndDevelopers() throws IOException {
		for (String pom : List.of("pom.xml", "bom/pom.xml")) {
			assertThat(Files.readString(ROOT.resolve(pom))).as(pom)
				.contains("\t<url>", "<licenses>", "<scm", "<connection>scm:git:", "<developers>",
						"<name>Headwater contributors</name>");
		}
	}

	private static List<String> modules() throws IOException {
		Matcher module = Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
		return module.results().map((match) -> match.group(1)).toList();
	}

	private static String first(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static String between(String text, String from, String to) {
		return text.substring(text.indexOf(from), text.indexOf(to));
	}

}
