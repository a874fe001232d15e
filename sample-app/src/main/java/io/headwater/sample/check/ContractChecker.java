package io.headwater.sample.check;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.headwater.ChainResetEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes Headwater at its word: a listener like any other, that counts what is lost, comes
 * twice or comes in the wrong order. Blocks that Headwater skips and tells of count as
 * lost, too.
 */
@Component
public class ContractChecker {

	private final Map<String, WalkCheck> checks = new ConcurrentHashMap<>();

	private final ObjectProvider<Truth> truths;

	ContractChecker(ObjectProvider<Truth> truths) {
		this.truths = truths;
	}

	@EventListener
	void on(NewHeadEvent event) {
		check(event.chain()).head(event.head());
	}

	@EventListener
	void on(ReorgEvent event) {
		check(event.chain()).reorg(event);
	}

	@EventListener
	void on(StreamResumedEvent event) {
		check(event.chain()).resume(event.checkpoint());
	}

	@EventListener
	void on(ChainResetEvent event) {
		check(event.chain()).reset();
	}

	/**
	 * Return how a chain's walk was so far.
	 * @param chain the configured name of the chain
	 * @return the counts at this moment
	 */
	public Tally tally(String chain) {
		return check(chain).tally();
	}

	private WalkCheck check(String chain) {
		return this.checks.computeIfAbsent(chain, (name) -> new WalkCheck(
				this.truths.stream().filter((truth) -> truth.chain().equals(name)).findFirst().orElse(null)));
	}

}
