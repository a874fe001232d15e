package io.headwater.node;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.headwater.node.NodeProbe.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Compares nodes of a stream, where it matters: one that is about to be followed with
 * what others have told, a quiet one with another that is asked for it, and one that is
 * not the preferred one with those before it. Confined to the link's inputs.
 */
final class NodeComparison {

	private final NodeLink link;

	private final LinkContext context;

	private final Nodes nodes;

	private final AttemptSchedule.Budget budget;

	private @Nullable NodeProbe probe;

	/** When a more preferred node than the followed one is asked whether it is well. */
	private @Nullable Future<?> returnDue;

	NodeComparison(NodeLink link, LinkContext context, Nodes nodes, AttemptSchedule.Budget budget) {
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
	@Nullable Ending judge(NodeRecord record, NodeCheck.Findings findings, long now) {
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
	void compareQuiet(NodeSession followed) {
		if (this.link.isCurrent(followed)) {
			long now = this.context.now();
			begin(followed, this.nodes.toProbe(followed.record(), now), Purpose.COMPARISON, now);
		}
	}

	private void begin(NodeSession followed, @Nullable NodeRecord other, Purpose purpose, long now) {
		if (followed.hasHeld()) {
			this.budget.calm();
		}
		// A return is asked for once in fail-back.after only, and must not delay what
		// comes of it.
		boolean isLimited = purpose != Purpose.RETURN;
		if (other == null || this.probe != null || (isLimited && this.budget.dueNanos(now) - now > 0)) {
			return;
		}
		if (isLimited) {
			this.budget.spend(now);
		}
		other.probed(now);
		NodeProbe probe = new NodeProbe(other, purpose, this.context, this.link.identity(),
				(ended, ending, findings) -> this.link.take((link) -> probed(followed, ended, ending, findings)));
		this.probe = probe;
		probe.open();
	}

	/**
	 * Have the best of the nodes that are preferred to the followed one, if there are
	 * any, asked when it may have been well for long enough, and again as much later.
	 */
	void scheduleReturn(NodeSession followed) {
		Duration after = this.context.settings().failBackAfter();
		if (after != null && followed.record() != this.nodes.preferred()) {
			this.returnDue = this.context.scheduler()
				.schedule(() -> this.link.take((link) -> tryReturn(followed)), after.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void tryReturn(NodeSession followed) {
		if (this.link.isCurrent(followed)) {
			long now = this.context.now();
			begin(followed, this.nodes.preferredTo(followed.record(), now), Purpose.RETURN, now);
			scheduleReturn(followed);
		}
	}

	/** Ask none of them for that any more: the followed node is lost. */
	void cancelReturn() {
		if (this.returnDue != null) {
			this.returnDue.cancel(false);
			this.returnDue = null;
		}
	}

	/** What was asked for one session does not speak against the next one. */
	private void probed(NodeSession askedFor, NodeProbe probe, @Nullable Ending ending,
			NodeCheck.@Nullable Findings findings) {
		this.probe = (this.probe == probe) ? null : this.probe;
		if (ending != null) {
			probe.record().ended(ending, this.context.now());
		}
		NodeSession followed = this.link.isCurrent(askedFor) ? askedFor : null;
		Long number = (findings != null) ? findings.number() : null;
		Ending verdict = (number != null && followed != null) ? compare(followed.record(), probe.record(), number)
				: null;
		if (findings != null && followed != null && verdict == null && probe.purpose() == Purpose.RETURN) {
			verdict = judgeReturn(followed.record(), probe.record(), findings.syncing(), this.context.now());
		}
		this.context.observer().probed(this.context.chain(), (ending != null) ? ending.cause() : null);
		if (followed != null && verdict != null) {
			followed.end(verdict);
		}
	}

	private @Nullable Ending compare(NodeRecord followed, NodeRecord other, long number) {
		other.number(number);
		other.proved(number);
		long lag = number - followed.number();
		followed.lag(Math.max(0, lag));
		other.lag(Math.max(0, -lag));
		return (lag > this.context.settings().nodeLag())
				? new Ending(ConnectionEnd.BEHIND, "the node is " + lag + " heads behind " + other.host()) : null;
	}

	/** It has been well if it was so the last time that it was asked, too. */
	private @Nullable Ending judgeReturn(NodeRecord followed, NodeRecord better, boolean syncing, long now) {
		Duration after = this.context.settings().failBackAfter();
		better.syncing(syncing);
		if (after == null || syncing || followed.number() - better.number() > this.context.settings().nodeLag()) {
			better.noteUnwell();
			return null;
		}
		if (better.noteWell(now) < after.toNanos()) {
			return null;
		}
		better.release(now);
		return new Ending(ConnectionEnd.FAIL_BACK, better.host() + " is preferred, and has been well");
	}

	/** Give up a probe that is under way. The link begins no other. */
	void stop() {
		cancelReturn();
		if (this.probe != null) {
			this.probe.cancel();
			this.probe = null;
		}
	}

}
