package io.headwater.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * How a process of a bench speaks to it: marked lines, so that they are not taken for its
 * log. It is to end when the bench does.
 */
public final class ParentChannel {

	static final String MARK = "@bench ";

	private final BufferedReader in;

	private final PrintStream out;

	/**
	 * Create a channel.
	 * @param in where the bench is heard
	 * @param out where it hears
	 */
	public ParentChannel(InputStream in, PrintStream out) {
		this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
		this.out = out;
	}

	/**
	 * Create the channel of this process: its standard input and output.
	 * @return the channel
	 */
	public static ParentChannel ofThisProcess() {
		return new ParentChannel(System.in, System.out);
	}

	/**
	 * Say a line to the bench. Safe to use from any thread.
	 * @param line the line
	 */
	public void say(String line) {
		this.out.println(MARK + line);
		this.out.flush();
	}

	/**
	 * Wait for what the bench says.
	 * @return a line, or {@code null} once the bench lets go
	 * @throws IOException if the bench cannot be heard
	 */
	public @Nullable String hear() throws IOException {
		return this.in.readLine();
	}

}
