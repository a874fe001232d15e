package io.headwater.ethereum;

import tools.jackson.core.JsonParser;

/**
 * The text at which a parser stands, where the parser keeps it. One for a whole header,
 * so that a value is looked at without an object of its own.
 */
final class ParsedText implements CharSequence {

	private char[] characters = new char[0];

	private int offset;

	private int length;

	/**
	 * Show the text at which a parser stands, until it moves on.
	 * @return this
	 */
	ParsedText at(JsonParser parser) {
		this.characters = parser.getStringCharacters();
		this.offset = parser.getStringOffset();
		this.length = parser.getStringLength();
		return this;
	}

	@Override
	public int length() {
		return this.length;
	}

	/** Whoever asks for more than there is gets what the parser has beside it. */
	@Override
	public char charAt(int index) {
		return this.characters[this.offset + index];
	}

	@Override
	public String subSequence(int start, int end) {
		return new String(this.characters, this.offset + start, end - start);
	}

	@Override
	public String toString() {
		return subSequence(0, this.length);
	}

}
