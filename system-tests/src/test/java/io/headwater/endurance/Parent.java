package io.headwater.endurance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The test that started this JVM, as its application speaks to it: over standard input
 * and output, one line each, marked so that lines of a log are told apart.
 */
public final class Parent {

	static final String NEWS = "@news ";

	static final String ANSWER = "@answer ";

	static final String FAILURE = "@failure ";

	/** What every child is asked first. */
	static final String GREETING = "are you there";

	private static final int NOBODY_LISTENS = 4;

	private Parent() {
	}

	/**
	 * Tell the test something that it did not ask for.
	 * @param news one line
	 */
	public static void tell(String news) {
		System.out.println(NEWS + news);
	}

	/**
	 * Answer the questions of the test, one at a time, until it is gone; then this JVM
	 * ends.
	 * @param answers gives one line for each line that the test asks
	 */
	public static void answer(UnaryOperator<String> answers) {
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try {
			for (String question = questions.readLine(); question != null; question = questions.readLine()) {
				System.out.println(answer(question, answers));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			Runtime.getRuntime().halt(NOBODY_LISTENS);
		}
	}

	private static String answer(String question, UnaryOperator<String> answers) {
		if (question.equals(GREETING)) {
			return ANSWER;
		}
		try {
			return ANSWER + answers.apply(question);
		}
		catch (RuntimeException ex) {
			return FAILURE + ex.toString().lines().findFirst().orElse("");
		}
	}

}
