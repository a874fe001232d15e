package io.headwater.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When the newest head counts as stale.
 */
public class StaleHeadProperties {

	/**
	 * Time without a head until the node is asked whether its chain has moved. By
	 * default, three times the observed block interval, and ten seconds at least. After a
	 * change of nodes, a branch lower than what was delivered is accepted only after this
	 * time, too (ten seconds by default).
	 */
	private @Nullable Duration after;

	public @Nullable Duration getAfter() {
		return this.after;
	}

	public void setAfter(@Nullable Duration after) {
		this.after = after;
	}

}
