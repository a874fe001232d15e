package io.headwater.benchmarks.feed;

import java.nio.file.Path;

/**
 * Where the feed is.
 *
 * @param plain its address
 * @param secure its address over TLS
 * @param trustStore the file with whom to trust there
 */
public record FeedAddress(String plain, String secure, Path trustStore) {

	/**
	 * Read what the feed has said.
	 * @param text the two addresses and the file, with a blank between
	 * @return where it is
	 */
	public static FeedAddress of(String text) {
		String[] parts = text.split(" ", 3);
		return new FeedAddress(parts[0], parts[1], Path.of(parts[2]));
	}

	String text() {
		return this.plain + " " + this.secure + " " + this.trustStore;
	}

}
