package io.headwater.autoconfigure;

/**
 * How deliveries are observed.
 */
public class ObservationProperties {

	/**
	 * Whether to make an observation of each delivery and of each call of a listener,
	 * which can be traced. It takes the place of the timer of listeners.
	 */
	private boolean enabled;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

}
