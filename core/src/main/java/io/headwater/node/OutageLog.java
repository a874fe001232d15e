package io.headwater.node;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import io.headwater.support.ChainLog;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Tells of an outage once at its beginning, once more for each other fault, and at its
 * end. Confined to the link's inputs.
 */
final class OutageLog {

	private static final Pattern WITH_PORT = Pattern.compile(".*:\\d+");

	private final ChainLog log;

	private final Set<String> told = new HashSet<>();

	private @Nullable Long sinceNanos;

	private int failures;

	OutageLog(ChainLog log) {
		this.log = log;
	}

	/**
	 * A connection ended or an attempt failed.
	 * @param host the node's address without secrets
	 */
	void ended(String host, Ending ending, long dueNanos, long now) {
		boolean first = this.sinceNanos == null;
		if (first) {
			this.sinceNanos = now;
			this.failures = 0;
		}
		this.failures++;
		String kind = "no heads: " + host + " " + ending.cause();
		Duration due = millis(dueNanos - now);
		String line = ((ending.cause() == ConnectionEnd.ON_DEMAND) ? "Leaving " + host + " on request"
				: "No heads from " + told(host, ending) + ": " + ending.text()) + ". Next attempt "
				+ ((due.toMillis() > 0) ? "in " + inWords(due) : "at once");
		if (!this.told.add(kind)) {
			this.log.debug(line);
		}
		else if (ending.cause().lane() == RetryPolicy.REFUSED) {
			this.log.error(kind, line, null);
		}
		else if (ending.cause() == ConnectionEnd.CLOSED_AS_PLANNED || ending.cause() == ConnectionEnd.ON_DEMAND
				|| ending.cause() == ConnectionEnd.FAIL_BACK) {
			this.log.info(kind, line);
		}
		else {
			this.log.warn(kind, line + (first ? "; further ones like it are logged at DEBUG" : ""));
		}
	}

	/** Where nobody listens, the port that nobody wrote may be the wrong one. */
	private static String told(String host, Ending ending) {
		if (ending.cause() != ConnectionEnd.UNREACHABLE || WITH_PORT.matcher(host).matches()) {
			return host;
		}
		return host + (host.startsWith("wss:") ? ":443" : ":80");
	}

	/** A node is followed. */
	void over(String host, long chainId, long now) {
		String line = "Following chain " + chainId + " at " + host;
		if (this.sinceNanos == null) {
			this.log.info("following: " + host, line);
		}
		else {
			this.log.info("following again: " + host, line + " after an outage of "
					+ inWords(millis(now - this.sinceNanos)) + ", attempt " + (this.failures + 1));
		}
		this.sinceNanos = null;
		this.told.clear();
	}

	private static Duration millis(long nanos) {
		return Duration.ofNanos(nanos).truncatedTo(ChronoUnit.MILLIS);
	}

	/** As such times are written in properties, 5m or 1m12s. */
	private static String inWords(Duration duration) {
		return DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
	}

}
