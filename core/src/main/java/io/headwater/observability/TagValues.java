package io.headwater.observability;

import java.util.Locale;

import io.headwater.observability.HeadwaterMeters.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * Makes tags: constants become lower-case words.
 */
public final class TagValues {

	private TagValues() {
	}

	static Tags chain(String chain) {
		return Tags.of(Tag.CHAIN.asString(), chain);
	}

	/**
	 * Return a constant as the value of a tag.
	 * @param constant the constant
	 * @return its name in lower case, with dashes
	 */
	public static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
