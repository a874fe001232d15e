package io.headwater.support;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Words for what code of others has thrown. An exception's methods are theirs, too, and
 * may throw again; loggers call them as well.
 */
public final class Thrown {

	private Thrown() {
	}

	/** Return what an exception says, {@code null} for nothing, or why that fails. */
	public static @Nullable String message(Throwable thrown) {
		try {
			return thrown.getMessage();
		}
		catch (Throwable ex) {
			return withoutText(ex);
		}
	}

	/** Return the kind of an exception and what it says. */
	public static String inOneLine(Throwable thrown) {
		try {
			return thrown.toString().lines().findFirst().orElse(thrown.getClass().getName());
		}
		catch (Throwable ex) {
			return thrown.getClass().getName() + ": " + withoutText(ex);
		}
	}

	/**
	 * Return what a logger can print.
	 * @return the exception, or something in its place if it or one of its causes throws
	 * when it is printed
	 */
	public static Throwable printable(Throwable thrown) {
		try {
			read(thrown);
			return thrown;
		}
		catch (Throwable ex) {
			return new Unprintable(thrown, ex);
		}
	}

	/** Calls whatever loggers call. */
	private static void read(Throwable thrown) {
		PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Throwable> unread = new ArrayDeque<>();
		unread.add(thrown);
		while (!unread.isEmpty()) {
			Throwable next = unread.remove();
			if (seen.add(next)) {
				nowhere.print(next);
				nowhere.print(next.getMessage());
				nowhere.print(next.getLocalizedMessage());
				nowhere.print(next.getStackTrace().length);
				Collections.addAll(unread, next.getSuppressed());
				Throwable cause = next.getCause();
				if (cause != null) {
					unread.add(cause);
				}
			}
		}
	}

	private static String withoutText(Throwable why) {
		return "its text cannot be had (" + why.getClass().getName() + ")";
	}

	private static StackTraceElement[] stackTrace(Throwable thrown) {
		try {
			return thrown.getStackTrace().clone();
		}
		catch (Throwable ex) {
			return new StackTraceElement[0];
		}
	}

	/** Stands in for an exception that cannot be printed. */
	private static final class Unprintable extends Exception {

		private static final long serialVersionUID = 1L;

		Unprintable(Throwable thrown, Throwable why) {
			super(thrown.getClass().getName() + ": " + withoutText(why), null, false, true);
			setStackTrace(stackTrace(thrown));
		}

	}

}
