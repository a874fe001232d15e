package io.headwater.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Status and headers of an HTTP answer (RFC 9112), read strictly and up to a length.
 *
 * @param headers the values of each header, by its name in whatever case
 */
record ResponseHead(int status, Map<String, List<String>> headers) {

	private static final int MAX_LENGTH = 16 * 1024;

	private static final int MAX_HEADERS = 100;

	/** HTTP/1.0 has no 1xx (RFC 9110, section 15.2), but proxies answer by it. */
	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.(?:1 |0 (?!1))([1-5]\\d{2})(?: .*)?",
			Pattern.DOTALL);

	/** A value may have any byte above ASCII, 0x85 among them (RFC 9110, section 5.5). */
	private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)", Pattern.DOTALL);

	private static final int SWITCHING_PROTOCOLS = 101;

	/**
	 * Read an answer up to the empty line, and not a byte more: what follows may be for
	 * another reader. Interim answers are passed over.
	 * @throws MalformedResponseException if it is none
	 */
	static ResponseHead read(InputStream in) throws IOException {
		LineReader lines = new LineReader(in);
		ResponseHead head = read(lines);
		while (head.status < 200 && head.status != SWITCHING_PROTOCOLS) {
			head = read(lines);
		}
		return head;
	}

	private static ResponseHead read(LineReader lines) throws IOException {
		Matcher status = STATUS_LINE.matcher(lines.next());
		if (!status.matches()) {
			throw new MalformedResponseException("is not HTTP/1.1");
		}
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		int count = 0;
		for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
			Matcher header = HEADER.matcher(line);
			if (!header.matches()) {
				throw new MalformedResponseException("has a malformed header");
			}
			if (++count > MAX_HEADERS) {
				throw new MalformedResponseException("has more than " + MAX_HEADERS + " headers");
			}
			headers.computeIfAbsent(header.group(1), (name) -> new ArrayList<>()).add(header.group(2).strip());
		}
		return new ResponseHead(Integer.parseInt(status.group(1)), headers);
	}

	/** Return the only value of a header, {@code null} if there is none or more. */
	@Nullable String only(String name) {
		List<String> values = this.headers.getOrDefault(name, List.of());
		return (values.size() == 1) ? values.get(0) : null;
	}

	/** Return the elements of a header that is a list, in lower case; may be none. */
	List<String> elements(String name) {
		return this.headers.getOrDefault(name, List.of())
			.stream()
			.flatMap((value) -> Pattern.compile(",").splitAsStream(value))
			.map((element) -> element.strip().toLowerCase(Locale.ROOT))
			.filter((element) -> !element.isEmpty())
			.toList();
	}

	/** Reads lines that end as they must, all together up to a length. */
	private static final class LineReader {

		private final InputStream in;

		private int left = MAX_LENGTH;

		LineReader(InputStream in) {
			this.in = in;
		}

		String next() throws IOException {
			StringBuilder line = new StringBuilder();
			for (int next = read(); next != '\r'; next = read()) {
				if (next < ' ' && next != '\t') {
					throw new MalformedResponseException("has a control character");
				}
				// ISO 8859-1, whose bytes are the first 256 characters of Unicode.
				line.append((char) next);
			}
			if (read() != '\n') {
				throw new MalformedResponseException("has a line that does not end in CR LF");
			}
			return line.toString();
		}

		private int read() throws IOException {
			int next = this.in.read();
			if (next < 0) {
				throw new EOFException("the connection ended before the answer did");
			}
			if (--this.left < 0) {
				throw new MalformedResponseException("has more than " + MAX_LENGTH + " bytes of headers");
			}
			return next;
		}

	}

	/**
	 * What came is no HTTP answer as it should be. The problem is the end of a sentence.
	 */
	static final class MalformedResponseException extends IOException {

		private static final long serialVersionUID = 1L;

		private final String problem;

		MalformedResponseException(String problem) {
			super("an HTTP answer " + problem);
			this.problem = problem;
		}

		String problem() {
			return this.problem;
		}

	}

}
