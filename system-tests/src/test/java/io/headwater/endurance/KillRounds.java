package io.headwater.endurance;

import java.time.Duration;
import java.util.Random;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;

/**
 * Kills an application again and again while anvil mines and reorganises, also between
 * its lives. More kills by {@code -Dheadwater.endurance.kills=100}, the same chain and
 * the same moments, as near as time allows, by {@code -Dheadwater.endurance.seed=}.
 */
final class KillRounds {

	private static final Log logger = LogFactory.getLog(KillRounds.class);

	private static final long SEED = Long.getLong("headwater.endurance.seed", System.nanoTime());

	private static final int MOST_ACTIONS = 12;

	/** More than an application can be told before it is killed. */
	private static final int LAST_BLOCKS = 30;

	private static final int LONGEST_RESPITE_MILLIS = 50;

	private final int kills;

	private final Random random = random();

	private final KilledApplication application;

	private final AnvilChain chain;

	/**
	 * Prepare rounds.
	 * @param fewest how many kills there are in the normal build
	 */
	KillRounds(int fewest, KilledApplication application, AnvilChain chain) {
		this.kills = Integer.getInteger("headwater.endurance.kills", fewest);
		this.application = application;
		this.chain = chain;
		logger.info("-Dheadwater.endurance.seed=" + SEED + " -Dheadwater.endurance.kills=" + this.kills);
	}

	/**
	 * Return the same choices for the same seed.
	 */
	static Random random() {
		return new Random(SEED);
	}

	int kills() {
		return this.kills;
	}

	/**
	 * Begin and end lives, and let the last one follow the node to its head.
	 * @param afterEach what is to be done after each kill, while nothing lives
	 */
	void run(Runnable afterEach) {
		for (int kill = 0; kill < this.kills; kill++) {
			ChildJvm life = this.application.live();
			act();
			actAndLetCatchUp();
			this.chain.mine(LAST_BLOCKS);
			life.assertLivesFor(Duration.ofMillis(this.random.nextInt(LONGEST_RESPITE_MILLIS)));
			life.kill();
			afterEach.run();
			act();
		}
		ChildJvm last = this.application.live();
		act();
		String head = this.chain.head().hash().toString();
		Awaitility.await("the checkpoint at the head")
			.atMost(Duration.ofMinutes(1))
			.until(() -> last.ask("checkpoint main").equals(head));
		last.terminate();
		afterEach.run();
	}

	/**
	 * The application is at the head now and then, so that what follows is news to it.
	 */
	private void actAndLetCatchUp() {
		for (int action = this.random.nextInt(MOST_ACTIONS); action > 0; action--) {
			this.chain.act(this.random);
			if (this.random.nextBoolean()) {
				this.application.heads().awaitHash(() -> this.chain.head().hash().toString());
			}
		}
	}

	private void act() {
		for (int action = this.random.nextInt(MOST_ACTIONS); action > 0; action--) {
			this.chain.act(this.random);
		}
	}

}
