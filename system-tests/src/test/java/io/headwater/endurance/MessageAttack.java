package io.headwater.endurance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;

/**
 * What a hostile node can try in JSON-RPC and above it, each until the client goes or the
 * test has seen enough.
 */
enum MessageAttack implements Behaviour {

	DEEP_NESTING((connection) -> answerBy(connection, HostileMessages.deepArrays(), HostileMessages.deepObjects())),

	LONG_NUMBERS((connection) -> answerBy(connection, HostileMessages.longQuantity(), HostileMessages.longNumber())),

	HUGE_STRINGS((connection) -> answerBy(connection, HostileMessages.hugeString(), HostileMessages.hugeName())),

	MANY_MEMBERS((connection) -> answerBy(connection, HostileMessages.manyMembers())),

	HUGE_ERRORS((connection) -> answerBy(connection,
			"null,\"error\":{\"code\":-32000,\"message\":" + HostileMessages.hugeString() + "}")),

	HUGE_ERROR_AND_NO_ANSWER_TO_OUR_CLOSE((connection) -> {
		connection.shakeHands();
		String error = "null,\"error\":{\"code\":-32000,\"message\":" + HostileMessages.hugeString() + "}";
		connection.write(Frames.text(HostileMessages.withResult(connection.nextMessage(), error)));
		connection.awaitEnd();
	}),

	MANY_UNKNOWN_IDS((connection) -> {
		connection.shakeHands();
		connection.relayMeanwhile();
		byte[] batch = Frames.text(HostileMessages.manyUnknownIds());
		byte[] single = Frames.text("{\"jsonrpc\":\"2.0\",\"id\":987654321,\"result\":\"0x1\"}");
		while (true) {
			connection.write(batch);
			connection.write(Frames.many(single, 100_000));
		}
	}),

	NOTIFICATIONS_BEFORE_THE_REPLY((connection) -> {
		connection.shakeHands();
		connection.relayUntilSubscribed();
		String longText = "\"" + "x".repeat(32 * 1024) + "\"";
		for (long id = 0;; id++) {
			connection.write(Frames.text(HostileMessages.notification(Long.toString(id), longText)));
		}
	}),

	FLOOD_OF_HEADS((connection) -> floodByBranches(connection, "")),

	FLOOD_OF_HEADS_AS_LONG_AS_CAN_BE((connection) -> floodByBranches(connection, HostileMessages.longFields())),

	FLOOD_OF_ORPHANS((connection) -> {
		String id = connection.subscribe();
		String fields = HostileMessages.longFields();
		for (long branch = random().nextLong(1L << 40);; branch++) {
			connection.write(Frames.text(HostileMessages.notification(id,
					HostileMessages.head(random().nextLong(HostileMessages.LONGEST_BRANCH),
							HostileMessages.hash(branch, 1), HostileMessages.hash(branch, 0), fields))));
		}
	}),

	REORG_STORM((connection) -> {
		String id = connection.subscribe();
		SimulatedChain chain = connection.node().honest().chain();
		chain.mine(64);
		List<List<SimulatedBlock>> branches = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			branches.add(chain.reorg(1 + random().nextInt(60)));
		}
		for (int round = 1;; round++) {
			for (SimulatedBlock block : branches.get(random().nextInt(branches.size()))) {
				connection.write(Frames.text(HostileMessages.notification(id, block.toJson())));
			}
			if (round % 100 == 0) {
				branches.set(random().nextInt(branches.size()), chain.reorg(1 + random().nextInt(60)));
			}
		}
	}),

	REPLIES_OF_MEGABYTES((connection) -> {
		connection.shakeHands();
		String members = HostileMessages.manyMembers();
		while (true) {
			String message = connection.nextMessage();
			connection.node().honest().mine(3);
			connection.write(Frames.text(message.contains("\"transactions\"")
					? HostileMessages.withManyTransactions(message) : HostileMessages.withMember(message, members)));
		}
	});

	private final Behaviour behaviour;

	MessageAttack(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	@Override
	public void play(HostileConnection connection) throws IOException {
		this.behaviour.play(connection);
	}

	/** Honest in the first calls, in another number of them each time. */
	private static void answerBy(HostileConnection connection, String... results) throws IOException {
		int index = connection.node().connections();
		connection.shakeHands();
		connection.relay(index / results.length % 3);
		connection.writeWithoutEnd(
				Frames.text(HostileMessages.withResult(connection.nextMessage(), results[index % results.length])));
	}

	/** Branch after branch on the same block, each as high as the others. */
	private static void floodByBranches(HostileConnection connection, String fields) throws IOException {
		String id = connection.subscribe();
		SimulatedBlock base = connection.node().honest().chain().head();
		for (long branch = random().nextLong(1L << 40);; branch++) {
			String parent = base.hash();
			for (long number = base.number() + 1; number < base.number() + HostileMessages.LONGEST_BRANCH; number++) {
				String hash = HostileMessages.hash(branch, number);
				connection.write(Frames
					.text(HostileMessages.notification(id, HostileMessages.head(number, hash, parent, fields))));
				parent = hash;
			}
		}
	}

	private static Random random() {
		return ThreadLocalRandom.current();
	}

}
