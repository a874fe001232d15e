package io.headwater.journal;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.headwater.ConnectionState;
import io.headwater.StreamState;
import io.headwater.node.ConnectionEnd;
import org.jspecify.annotations.Nullable;

/**
 * Since when a stream is as it is. Written by the stream's threads, read by anybody.
 */
final class LinkTimes {

	private final LongSupplier nanoTime;

	private volatile long connectionNanos;

	private volatile long deliveryNanos;

	private volatile @Nullable Long notLiveNanos;

	private volatile @Nullable Long silentNanos;

	private volatile @Nullable Long headNanos;

	private volatile boolean refused;

	private volatile @Nullable ConnectionEnd lastEnd;

	LinkTimes(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.connectionNanos = nanoTime.getAsLong();
		this.deliveryNanos = this.connectionNanos;
	}

	void moved(StreamState to) {
		long now = this.nanoTime.getAsLong();
		if (to instanceof ConnectionState state) {
			this.connectionNanos = now;
			connection(state, now);
		}
		else {
			this.deliveryNanos = now;
		}
	}

	private void connection(ConnectionState state, long now) {
		if (state == ConnectionState.STOPPED) {
			followed();
			this.silentNanos = null;
			this.lastEnd = null;
		}
		else if (state == ConnectionState.LIVE) {
			followed();
		}
		else if (this.notLiveNanos == null) {
			this.notLiveNanos = now;
		}
		if (state == ConnectionState.REFUSED) {
			this.refused = true;
		}
	}

	private void followed() {
		this.notLiveNanos = null;
		this.refused = false;
	}

	void ended(ConnectionEnd cause) {
		this.lastEnd = cause;
	}

	void resubscribed() {
		if (this.silentNanos == null) {
			this.silentNanos = this.nanoTime.getAsLong();
		}
	}

	void announced() {
		if (this.silentNanos != null) {
			this.silentNanos = null;
		}
	}

	void headDelivered() {
		this.headNanos = this.nanoTime.getAsLong();
	}

	StreamJournal.Times reading() {
		long now = this.nanoTime.getAsLong();
		return new StreamJournal.Times(Duration.ofNanos(now - this.connectionNanos),
				Duration.ofNanos(now - this.deliveryNanos), since(this.notLiveNanos, now), this.refused,
				since(this.silentNanos, now), since(this.headNanos, now), this.lastEnd);
	}

	private static @Nullable Duration since(@Nullable Long nanos, long now) {
		return (nanos != null) ? Duration.ofNanos(now - nanos) : null;
	}

}
