package io.headwater.stream;

import org.jspecify.annotations.Nullable;

/**
 * Compares nodes of a stream, where it matters: one that is about to be followed with
 * what others have told, and a quiet one with another that is asked for it. Guarded by
 * the link.
 */
final class NodeComparison {

	private final NodeLink link;

	private final LinkContext context;

	private final Nodes nodes;

	private final AttemptBudget budget;

	private @Nullable NodeProbe probe;

	NodeComparison(NodeLink link, LinkContext context, Nodes nodes, AttemptBudget budget) {
		this.link = link;
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
		record.syncing(findings.syncing());
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
	 * Ask another node how far it is, if one may be tried now: the chain does not move,
	 * as far as the followed one tells.
	 */
	void quiet(NodeSession followed) {
		NodeProbe probe;
		synchronized (this.link) {
			probe = this.link.isCurrent(followed) ? begin(followed, this.context.now()) : null;
		}
		if (probe != null) {
			probe.open();
		}
	}

	private @Nullable NodeProbe begin(NodeSession followed, long now) {
		if (followed.hasHeld()) {
			this.budget.calm();
		}
		NodeRecord other = this.nodes.toProbe(followed.record(), now);
		if (other == null || this.probe != null || this.budget.dueNanos(now) - now > 0) {
			return null;
		}
		this.budget.spend(now);
		other.probed(now);
		this.probe = new NodeProbe(other, this.context, this::probed);
		return this.probe;
	}

	private void probed(NodeProbe probe, @Nullable Ending ending, @Nullable NodeFindings findings) {
		NodeSession followed;
		Ending verdict;
		synchronized (this.link) {
			this.probe = null;
			if (ending != null) {
				probe.record().ended(ending, this.context.now());
			}
			followed = this.link.followed();
			Long number = (findings != null) ? findings.number() : null;
			verdict = (number != null && followed != null) ? compare(followed.record(), probe.record(), number) : null;
		}
		this.context.observer().probed(this.context.chain(), (ending != null) ? ending.cause() : null);
		if (followed != null && verdict != null) {
			followed.end(verdict);
		}
	}

	private @Nullable Ending compare(NodeRecord followed, NodeRecord other, long number) {
		other.proved(number);
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
