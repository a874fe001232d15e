package io.headwater.stream;

import org.jspecify.annotations.Nullable;

/**
 * Compares nodes of a stream, where it matters: one that is about to be followed with
 * what others have told, and a quiet one with another that is asked for it. Guarded by
 * the link.
 */
final class NodeComparison {

	private final LinkContext context;

	private final Nodes nodes;

	private final AttemptBudget budget;

	private @Nullable NodeProbe probe;

	NodeComparison(LinkContext context, Nodes nodes, AttemptBudget budget) {
		this.context = context;
		this.nodes = nodes;
		this.budget = budget;
	}

	/**
	 * Judge a node before it is followed.
	 * @return why it is left for another one, or {@code null} to follow it: the last one
	 * is never dropped
	 */
	@Nullable Ending judge(NodeRecord record, NodeFindings findings, long now) {
		String fault = findings.syncing() ? "the node is still syncing" : null;
		Long number = findings.number();
		if (number != null) {
			long lag = Math.max(0, this.nodes.highest() - number);
			record.number(number);
			record.lag(lag);
			if (fault == null && lag > this.context.settings().nodeLag()) {
				fault = "the node is " + lag + " heads behind";
			}
		}
		if (fault == null) {
			return null;
		}
		if (this.nodes.haveBetterThan(record, now)) {
			return new Ending(ConnectionEnd.BEHIND, fault);
		}
		this.context.log()
			.warn("behind: " + record.host(),
					record.host() + ": " + fault + ", and is followed since no other node is known to be better");
		return null;
	}

	/**
	 * Begin to ask another node how far it is, if one may be tried now.
	 * @return the probe, to be opened outside the lock, or {@code null}
	 */
	@Nullable NodeProbe begin(NodeRecord followed, NodeProbe.Listener listener, long now) {
		NodeRecord other = this.nodes.toProbe(followed, now);
		if (other == null || this.probe != null || this.budget.dueNanos(now) - now > 0) {
			return null;
		}
		this.budget.spend(now);
		other.probed(now);
		this.probe = new NodeProbe(other, this.context, listener);
		return this.probe;
	}

	/**
	 * Take the end of a probe.
	 * @param followed the node that is followed now, or {@code null}
	 * @return why the followed node is to be left, or {@code null}
	 */
	@Nullable Ending end(NodeProbe probe, @Nullable Ending ending, @Nullable NodeFindings findings,
			@Nullable NodeRecord followed, long now) {
		this.probe = null;
		NodeRecord other = probe.record();
		if (ending != null) {
			other.ended(ending, now);
		}
		Long number = (findings != null) ? findings.number() : null;
		if (number == null) {
			return null;
		}
		other.number(number);
		if (followed == null) {
			return null;
		}
		long lag = number - followed.number();
		followed.lag(Math.max(0, lag));
		other.lag(Math.max(0, -lag));
		return (lag > this.context.settings().nodeLag())
				? new Ending(ConnectionEnd.BEHIND, "the node is " + lag + " heads behind " + other.host()) : null;
	}

	/**
	 * Give up a probe that is under way.
	 * @return the probe, to be cancelled outside the lock, or {@code null}
	 */
	@Nullable NodeProbe stop() {
		NodeProbe probe = this.probe;
		this.probe = null;
		return probe;
	}

}
