package io.headwater.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The answers that a test has asked for in place of the node's own. Those for one call
 * each come first, in the order of asking, then the one that stays.
 */
final class AnswerScript {

	private final Map<String, Deque<Responder>> once = new HashMap<>();

	private final Map<String, Responder> always = new HashMap<>();

	synchronized void addOnce(String method, Responder responder) {
		this.once.computeIfAbsent(method, (key) -> new ArrayDeque<>()).add(responder);
	}

	synchronized void setAlways(String method, Responder responder) {
		this.always.put(method, responder);
	}

	synchronized void clear(String method) {
		this.once.remove(method);
		this.always.remove(method);
	}

	/**
	 * Take what answers the next call of a method.
	 * @param method the name of the method
	 * @return the answer, or {@code null} if the node is to answer itself
	 */
	synchronized @Nullable Responder take(String method) {
		Deque<Responder> answers = this.once.get(method);
		Responder next = (answers != null) ? answers.poll() : null;
		return (next != null) ? next : this.always.get(method);
	}

}
