package io.headwater.support;

import java.io.IOException;

import io.headwater.dispatch.UnprintableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Words for exceptions whose own methods may throw.
 */
class ThrownTests {

	@Test
	void saysWhatAnExceptionSays() {
		IOException thrown = new IOException("line 1\nline 2");
		assertThat(Thrown.message(thrown)).isEqualTo("line 1\nline 2");
		assertThat(Thrown.message(new IOException())).isNull();
		assertThat(Thrown.inOneLine(thrown)).isEqualTo("java.io.IOException: line 1");
		assertThat(Thrown.printable(thrown)).isSameAs(thrown);
	}

	@Test
	void saysWhyAnExceptionSaysNothing() {
		UnprintableException thrown = new UnprintableException();
		assertThat(Thrown.message(thrown)).isEqualTo("its text cannot be had (java.lang.IllegalStateException)");
		assertThat(Thrown.inOneLine(thrown)).isEqualTo(
				UnprintableException.class.getName() + ": its text cannot be had (java.lang.StackOverflowError)");
	}

	@Test
	void putsSomethingThatCanBePrintedInPlaceOfWhatCannot() {
		UnprintableException thrown = new UnprintableException();
		assertThat(Thrown.printable(thrown)).hasMessageStartingWith(UnprintableException.class.getName())
			.satisfies((printable) -> assertThat(printable.getStackTrace()).isEqualTo(thrown.getStackTrace()));
		assertThat(Thrown.printable(new IOException(null, thrown))).hasMessageStartingWith("java.io.IOException");
		IOException suppressing = new IOException("text");
		suppressing.addSuppressed(thrown);
		assertThat(Thrown.printable(suppressing)).isNotSameAs(suppressing);
	}

	@Test
	void printsCausesThatGoInACircle() {
		IOException one = new IOException("one");
		one.initCause(new IOException("two", one));
		assertThat(Thrown.printable(one)).isSameAs(one);
	}

}
