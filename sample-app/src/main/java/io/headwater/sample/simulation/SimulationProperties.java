package io.headwater.sample.simulation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How fast the simulated chain lives.
 *
 * @param blockTime the time from one block to the next
 * @param freeze how long a frozen node stands still
 * @param slowness how long the slow listener takes for a head
 */
@ConfigurationProperties("sample")
record SimulationProperties(Duration blockTime, Duration freeze, Duration slowness) {
}
