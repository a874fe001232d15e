package io.headwater.endpoint;

import java.time.Duration;

import io.headwater.stream.HeadStream;

/**
 * What waits for the listeners of a stream.
 *
 * @param depth how many steps wait
 * @param capacity how many may
 * @param age how long the oldest of them has waited
 * @param timesFull how often there was no room since the application started
 * @param listenerLag how long the oldest event has been there that the listeners have not
 * finished
 */
public record QueueDescriptor(int depth, int capacity, Duration age, long timesFull, Duration listenerLag) {

	static QueueDescriptor of(HeadStream stream) {
		return new QueueDescriptor(stream.queueDepth(), stream.queueCapacity(), stream.queueAge(),
				stream.timesQueueFull(), stream.listenerLag());
	}

}
