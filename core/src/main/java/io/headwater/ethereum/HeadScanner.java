package io.headwater.ethereum;

import java.nio.charset.StandardCharsets;

import io.headwater.Head;
import io.headwater.HeadBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a header from its bytes where it has the form in which nodes write it: without
 * spaces, with known fields only, each a string of hexadecimal digits. The order of the
 * fields is a node's own and stays the same, so that the next one is looked for where it
 * was found before. For the reader of one connection at a time.
 */
final class HeadScanner {

	private static final int FIELDS = HeadField.values().length;

	private static final byte[][] BEGINS = begins();

	private static final int NONE = -1;

	/** Which field came after each when it was looked for last; at the end, the first. */
	private final int[] after = new int[FIELDS + 1];

	private static byte[][] begins() {
		byte[][] begins = new byte[FIELDS][];
		for (HeadField field : HeadField.values()) {
			begins[field.ordinal()] = ("\"" + field.getName() + "\":\"0x").getBytes(StandardCharsets.US_ASCII);
		}
		return begins;
	}

	/**
	 * Read a header.
	 * @param buffer holds it
	 * @param from where it begins
	 * @param to where it ends
	 * @return the head, or {@code null} if the header has another form or is no head
	 */
	@Nullable Head scan(byte[] buffer, int from, int to) {
		HexCursor cursor = new HexCursor(buffer, from, to);
		HeadBuilder head = Head.builder();
		int before = FIELDS;
		for (byte separator = '{'; cursor.next() == separator; separator = ',') {
			int field = field(cursor, before);
			if (field == NONE || !HeadField.at(field).scan(head, cursor)) {
				return null;
			}
			before = field;
			if (cursor.isLast('}')) {
				Head read = head.isComplete() ? head.build() : null;
				return (read != null && HeadReader.isPlausible(read)) ? read : null;
			}
		}
		return null;
	}

	private int field(HexCursor cursor, int before) {
		int expected = this.after[before];
		if (cursor.skip(BEGINS[expected])) {
			return expected;
		}
		for (int field = 0; field < FIELDS; field++) {
			if (cursor.skip(BEGINS[field])) {
				this.after[before] = field;
				return field;
			}
		}
		return NONE;
	}

}
