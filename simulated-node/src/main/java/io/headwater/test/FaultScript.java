package io.headwater.test;

import org.jspecify.annotations.Nullable;

/**
 * The faults that a test has asked for.
 */
final class FaultScript {

	private final Script<Moment, Fault> script = new Script<>();

	void addOnce(Moment moment, Fault fault) {
		this.script.addOnce(moment, fault);
	}

	void setAlways(Moment moment, Fault fault) {
		this.script.setAlways(moment, fault);
	}

	void clear() {
		this.script.clear();
	}

	/**
	 * Take what is played at a moment.
	 * @param moment which
	 * @return the fault, or {@code null} if what is due is written
	 */
	@Nullable Fault take(Moment moment) {
		Fault fault = this.script.take(moment);
		return (fault == null && moment.isReplyToOneMethod()) ? this.script.take(Moment.REPLY) : fault;
	}

}
