package io.headwater.endurance;

/**
 * Hears of what an application in a JVM of its own writes, line by line.
 */
public interface ChildListener {

	/**
	 * The application told something by {@link Parent#tell}.
	 * @param news one line
	 */
	void told(String news);

	/**
	 * The application wrote something else, such as a line of its log.
	 * @param line the line
	 */
	default void logged(String line) {
	}

}
