package io.headwater.benchmarks.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of requests, which well-meaning clients wrote: objects become maps,
 * arrays lists, strings strings, and anything else a {@link Raw} text.
 */
final class JsonValues {

	private final String text;

	private int at;

	private JsonValues(String text) {
		this.text = text;
	}

	static Object parse(String text) {
		return new JsonValues(text).value();
	}

	private Object value() {
		skipBlanks();
		return switch (this.text.charAt(this.at)) {
			case '{' -> object();
			case '[' -> array();
			case '"' -> string();
			default -> raw();
		};
	}

	private Map<String, Object> object() {
		Map<String, Object> members = new LinkedHashMap<>();
		this.at++;
		while (!next('}')) {
			String name = string();
			next(':');
			members.put(name, value());
			next(',');
		}
		return members;
	}

	private List<Object> array() {
		List<Object> elements = new ArrayList<>();
		this.at++;
		while (!next(']')) {
			elements.add(value());
			next(',');
		}
		return elements;
	}

	/** No method, block or id needs a character that is escaped in another way. */
	private String string() {
		StringBuilder string = new StringBuilder();
		for (this.at++; this.text.charAt(this.at) != '"'; this.at++) {
			if (this.text.charAt(this.at) == '\\') {
				this.at++;
			}
			string.append(this.text.charAt(this.at));
		}
		this.at++;
		return string.toString();
	}

	private Raw raw() {
		int from = this.at;
		while (this.at < this.text.length() && ",]} \t\r\n".indexOf(this.text.charAt(this.at)) < 0) {
			this.at++;
		}
		return new Raw(this.text.substring(from, this.at));
	}

	private boolean next(char expected) {
		skipBlanks();
		if (this.text.charAt(this.at) != expected) {
			return false;
		}
		this.at++;
		skipBlanks();
		return true;
	}

	private void skipBlanks() {
		while (this.at < this.text.length() && Character.isWhitespace(this.text.charAt(this.at))) {
			this.at++;
		}
	}

	/**
	 * A number, {@code true}, {@code false} or {@code null} as it stands.
	 *
	 * @param text the text
	 */
	record Raw(String text) {

		@Override
		public String toString() {
			return this.text;
		}

	}

}
