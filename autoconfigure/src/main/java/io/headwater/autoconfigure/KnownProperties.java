package io.headwater.autoconfigure;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * The names that a property of Headwater can have, and the nearest one to a name that
 * none has. Boot's metadata knows neither what is below a chain nor below a node.
 */
final class KnownProperties {

	private static final String NAME = "<name>";

	private static final String INDEX = "[0]";

	/** One part or more of any kind. */
	private static final String ANYTHING = "*";

	/** A word may be cut short, but not to nothing. */
	private static final int SHORTEST_BEGINNING = 4;

	private static final int MOST_TYPOS = 3;

	/** Each by its parts. */
	private static final List<List<String>> NAMES = names();

	private KnownProperties() {
	}

	static boolean contains(ConfigurationPropertyName name) {
		int written = name.getNumberOfElements();
		return NAMES.stream().anyMatch((known) -> common(known, name) == written && ends(known, written));
	}

	/** A list can be written as one text. */
	private static boolean ends(List<String> known, int element) {
		return known.size() <= element || INDEX.equals(known.get(element));
	}

	/** Return the nearest name up to the wrong part, {@code null} if none is near. */
	static @Nullable String nearest(ConfigurationPropertyName name) {
		int wrong = NAMES.stream().mapToInt((known) -> common(known, name)).max().orElse(0);
		if (wrong == 0 || wrong == name.getNumberOfElements()) {
			return null;
		}
		String word = name.getElement(wrong, Form.UNIFORM);
		return Stream.of(misspelt(name, wrong, word), cut(name, wrong, word), misplaced(name, word))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String misspelt(ConfigurationPropertyName name, int wrong, String word) {
		return beside(name, wrong).min(Comparator.comparingInt((known) -> typos(uniform(known.get(wrong)), word)))
			.filter((known) -> isTypo(uniform(known.get(wrong)), word))
			.map((known) -> withRest(text(known, wrong, name), name, wrong))
			.orElse(null);
	}

	/** With one wrong part alone, the whole name is known. */
	private static String withRest(String corrected, ConfigurationPropertyName name, int wrong) {
		int parts = name.getNumberOfElements();
		if (wrong + 1 == parts || !ConfigurationPropertyName.isValid(corrected)) {
			return corrected;
		}
		ConfigurationPropertyName whole = ConfigurationPropertyName.of(corrected).append(name.subName(wrong + 1));
		return contains(whole) ? whole.toString() : corrected;
	}

	private static @Nullable String cut(ConfigurationPropertyName name, int wrong, String word) {
		return beside(name, wrong)
			.filter((known) -> word.length() >= SHORTEST_BEGINNING && uniform(known.get(wrong)).startsWith(word))
			.findFirst()
			.map((known) -> text(known, wrong, name))
			.orElse(null);
	}

	private static Stream<List<String>> beside(ConfigurationPropertyName name, int wrong) {
		return NAMES.stream().filter((known) -> known.size() > wrong && common(known, name) == wrong);
	}

	/** The name of a chain is forgotten more easily than that there are chains. */
	private static @Nullable String misplaced(ConfigurationPropertyName name, String word) {
		return NAMES.stream()
			.filter((known) -> place(known, word) > 0)
			.min(Comparator.<List<String>>comparingInt((known) -> -common(known, name))
				.thenComparing((known) -> !NAME.equals(known.get(2 % known.size())))
				.thenComparingInt((known) -> place(known, word)))
			.map((known) -> text(known, place(known, word), name))
			.orElse(null);
	}

	private static int place(List<String> known, String word) {
		return known.stream().map(KnownProperties::uniform).toList().indexOf(word);
	}

	/** How many parts of a name are right. */
	private static int common(List<String> known, ConfigurationPropertyName name) {
		for (int element = 0; element < name.getNumberOfElements(); element++) {
			if (element == known.size() || !fits(known.get(element), name, element)) {
				return element;
			}
			if (ANYTHING.equals(known.get(element))) {
				return name.getNumberOfElements();
			}
		}
		return name.getNumberOfElements();
	}

	private static boolean fits(String known, ConfigurationPropertyName name, int element) {
		return switch (known) {
			case NAME, ANYTHING -> true;
			case INDEX -> name.isNumericIndex(element);
			default -> uniform(known).equals(name.getElement(element, Form.UNIFORM));
		};
	}

	/** The known name as far as a part, with what is written for variables. */
	private static String text(List<String> known, int last, ConfigurationPropertyName written) {
		StringBuilder text = new StringBuilder();
		for (int element = 0; element <= last; element++) {
			boolean common = element < common(known, written) && !HeadwaterProperties.PREFIX.equals(known.get(element));
			String part = common ? written.getElement(element, Form.ORIGINAL) : known.get(element);
			if (INDEX.equals(known.get(element))) {
				text.append(common ? "[" + part + "]" : part);
			}
			else {
				text.append(text.isEmpty() ? "" : ".").append(part);
			}
		}
		return text.toString();
	}

	static boolean isTypo(String meant, String written) {
		return typos(meant, written) <= Math.min(MOST_TYPOS, Math.max(1, written.length() / 3));
	}

	/** Letters that are too many, missing, wrong or swapped. */
	private static int typos(String meant, String written) {
		int[][] typos = new int[meant.length() + 1][written.length() + 1];
		for (int i = 0; i <= meant.length(); i++) {
			for (int j = 0; j <= written.length(); j++) {
				if (i == 0 || j == 0) {
					typos[i][j] = i + j;
					continue;
				}
				int wrong = (meant.charAt(i - 1) != written.charAt(j - 1)) ? 1 : 0;
				typos[i][j] = Math.min(typos[i - 1][j - 1] + wrong, Math.min(typos[i - 1][j], typos[i][j - 1]) + 1);
				if (i > 1 && j > 1 && meant.charAt(i - 1) == written.charAt(j - 2)
						&& meant.charAt(i - 2) == written.charAt(j - 1)) {
					typos[i][j] = Math.min(typos[i][j], typos[i - 2][j - 2] + 1);
				}
			}
		}
		return typos[meant.length()][written.length()];
	}

	private static String uniform(String known) {
		return known.replace("-", "");
	}

	/** The class of the tables' properties needs Spring's JDBC to be loaded. */
	private static List<List<String>> names() {
		Stream<List<String>> tables = Stream
			.of("continue-on-error", "initialize-schema", "platform", "schema", "table-prefix")
			.map((name) -> List.of(HeadwaterProperties.PREFIX, "checkpoint", "jdbc", name));
		Stream<List<String>> all = namesBelow(List.of(HeadwaterProperties.PREFIX),
				ResolvableType.forClass(HeadwaterProperties.class));
		return Stream.concat(all, tables).toList();
	}

	private static Stream<List<String>> namesBelow(List<String> name, ResolvableType type) {
		Class<?> bound = type.toClass();
		if (Map.class.isAssignableFrom(bound)) {
			ResolvableType value = type.asMap().getGeneric(1);
			return isGroup(value.toClass()) ? namesBelow(plus(name, NAME), value) : Stream.of(plus(name, ANYTHING));
		}
		if (Collection.class.isAssignableFrom(bound)) {
			return namesBelow(plus(name, INDEX), type.asCollection().getGeneric(0));
		}
		if (!isGroup(bound)) {
			return Stream.of(name);
		}
		return Arrays.stream(bound.getRecordComponents())
			.flatMap((part) -> namesBelow(plus(name, DataObjectPropertyName.toDashedForm(part.getName())),
					ResolvableType.forMethodReturnType(part.getAccessor())));
	}

	private static boolean isGroup(Class<?> type) {
		return type.isRecord();
	}

	private static List<String> plus(List<String> name, String part) {
		return Stream.concat(name.stream(), Stream.of(part)).toList();
	}

}
