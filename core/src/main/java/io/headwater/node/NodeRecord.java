package io.headwater.node;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.headwater.ethereum.RequestBudget;
import io.headwater.transport.NodeTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;

/**
 * What a link knows of one node: when it may be tried again, and what was last wrong with
 * it. Confined to the link's inputs, save the numbers, which the threads of its
 * connection write.
 */
final class NodeRecord {

	private static final long UNKNOWN = -1;

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	/** A node that was left for a better one is the last choice for so long. */
	private static final long AVOIDED = Duration.ofMinutes(5).toNanos();

	private final NodeTransport transport;

	private final NodeSecrets secrets;

	private final LinkSettings settings;

	/** What the node bore, over all its connections. */
	private final RequestBudget budget;

	private final RandomGenerator random;

	/** Kept by lane, so that failures of another kind in between shorten nothing. */
	private final Map<RetryPolicy, BackOffExecution> backOffs = new EnumMap<>(RetryPolicy.class);

	private long notBefore;

	private long avoidedUntil;

	/** Until then it is not left for the headers that it serves. */
	private long keptUntil;

	/** Since when it has answered well, each time that it was asked. */
	private @Nullable Long wellSince;

	private @Nullable ConnectionEnd end;

	/** How often it was tried since a node was followed. */
	private int attempts;

	private long probedNanos;

	private volatile long number = UNKNOWN;

	private volatile long provedNumber = UNKNOWN;

	private volatile long lag = UNKNOWN;

	private volatile boolean syncing;

	NodeRecord(NodeTransport transport, LinkContext context) {
		long now = context.now();
		this.transport = transport;
		this.secrets = new NodeSecrets(transport.endpoint(), transport::freshHeaders);
		this.settings = context.settings();
		this.budget = new RequestBudget(context.maxRequestsPerSecond(), context.nanoTime());
		this.random = context.random();
		this.notBefore = now;
		this.avoidedUntil = now;
		this.keptUntil = now;
		this.probedNanos = now;
	}

	NodeTransport transport() {
		return this.transport;
	}

	RequestBudget budget() {
		return this.budget;
	}

	/** Return the node's address without secrets. */
	String host() {
		return this.transport.endpoint().toString();
	}

	/** Return an ending without the secrets that the node may have repeated. */
	Ending withoutSecrets(Ending ending) {
		return new Ending(ending.cause(), this.secrets.hide(ending.text()), ending.retryAfter());
	}

	/**
	 * Note that an attempt failed or a connection ended. The delay is drawn between the
	 * shortest one and what the back-off has come to, so that clients of a node that
	 * restarts do not come back all at once.
	 */
	void ended(Ending ending, long now) {
		RetryPolicy lane = ending.cause().lane();
		long shortest = lane.shortest(this.settings).toMillis();
		long longest = this.backOffs.computeIfAbsent(lane, (one) -> one.start(this.settings)).nextBackOff();
		Duration delay = Duration.ofMillis(this.random.nextLong(shortest, longest + 1));
		Duration pause = ending.retryAfter();
		if (pause != null && pause.compareTo(delay) > 0) {
			delay = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE;
		}
		this.end = ending.cause();
		this.notBefore = now + delay.toNanos();
		this.avoidedUntil = ending.cause().isVerdict() ? now + AVOIDED : now;
		this.keptUntil = ending.cause().isOfHeaders() ? now + AVOIDED : this.keptUntil;
		this.wellSince = null;
	}

	/**
	 * Return whether the node may be left for something: for the headers that it serves
	 * only once in five minutes, since another one may serve no others.
	 */
	boolean mayBeLeftFor(ConnectionEnd cause, long now) {
		return !cause.isOfHeaders() || now - this.keptUntil >= 0;
	}

	/**
	 * Return whether the node has shown higher heads than another one has told of, and
	 * serves them.
	 */
	boolean isAheadOf(NodeRecord other) {
		return this.provedNumber > other.number && (this.end == null || !this.end.isOfHeaders());
	}

	/** Note that the unfollowed node has answered well; return for how many ns by now. */
	long noteWell(long now) {
		this.wellSince = (this.wellSince != null) ? this.wellSince : Long.valueOf(now);
		return now - this.wellSince;
	}

	/** Note that the node, which is not followed, is not worth a return. */
	void noteUnwell() {
		this.wellSince = null;
	}

	void followed(long now) {
		this.end = null;
		this.avoidedUntil = now;
	}

	void attempted() {
		this.attempts++;
	}

	void forgetAttempts() {
		this.attempts = 0;
	}

	/** Return how often it was tried since a node was followed, that time included. */
	int attempts() {
		return this.attempts;
	}

	/** Note that the connection to the node has proved itself. */
	void proved() {
		this.backOffs.clear();
	}

	/** Let the node be tried at once, whatever was wrong with it. */
	void release(long now) {
		forgetAttempts();
		this.notBefore = now;
		this.avoidedUntil = now;
	}

	boolean mayBeTried(long now) {
		return now - this.notBefore >= 0;
	}

	long notBefore() {
		return this.notBefore;
	}

	/** Return whether the node was left for a better one a short while ago. */
	boolean isAvoided(long now) {
		return now - this.avoidedUntil < 0;
	}

	boolean isRefused() {
		return this.end != null && this.end.lane() == RetryPolicy.REFUSED;
	}

	void probed(long now) {
		this.probedNanos = now;
	}

	long probedNanos() {
		return this.probedNanos;
	}

	/** Note the number of the node's newest head. */
	void number(long number) {
		this.number = number;
	}

	/**
	 * Note that the node announced a head, as one that is syncing does not. How far it is
	 * is not for an announcement to say.
	 */
	void announced() {
		this.syncing = false;
	}

	/**
	 * Note how far the node is by what it has shown: a head that was delivered, or
	 * headers that it served and that link.
	 */
	void proved(long number) {
		// What is delivered may be far below the newest head.
		this.number = Math.max(this.number, number);
		this.provedNumber = number;
	}

	/** Return the last number that the node has shown, or -1. */
	long provedNumber() {
		return this.provedNumber;
	}

	/** Note whether the node says that it is still syncing. */
	void syncing(boolean syncing) {
		this.syncing = syncing;
	}

	/** Return the newest number that the node told, or -1. */
	long number() {
		return this.number;
	}

	/** Return how many heads it was behind at the last comparison, or -1. */
	long lag() {
		return this.lag;
	}

	/** Note how many heads the node was behind when it was compared with others. */
	void lag(long lag) {
		this.lag = lag;
	}

	/** Return why it is not followed, {@code null} if it is or was never tried. */
	@Nullable ConnectionEnd end() {
		return this.end;
	}

	/** Tell how the node stands. May be called from anywhere. */
	NodeStatus status(boolean followed, boolean preferred, boolean behind, @Nullable ConnectionEnd end) {
		return new NodeStatus(host(), followed, preferred, known(this.number), known(this.lag),
				behind && this.number != UNKNOWN, this.syncing, end);
	}

	private static @Nullable Long known(long value) {
		return (value != UNKNOWN) ? value : null;
	}

}
