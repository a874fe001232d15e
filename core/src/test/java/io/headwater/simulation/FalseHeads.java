package io.headwater.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.simulation.SimulationAction.Kind;

/**
 * Announcements that nobody but themselves vouches for: their number, their parent or
 * their hash is no block's.
 */
final class FalseHeads {

	/** Hashes of true blocks begin with their number, and those of lies with f. */
	private static final String FALSE = "e";

	private static final long ABSURD = 1L << 62;

	private static final int FORMS = 11;

	private FalseHeads() {
	}

	/**
	 * Add false announcements to a schedule, but where nothing else must happen.
	 */
	static Schedule addTo(Schedule schedule) {
		if (schedule.world().hardship() == Hardship.BROKEN_LINKS) {
			return schedule;
		}
		SplittableRandom random = new SplittableRandom(37 * schedule.seed() + 11);
		List<SimulationAction> actions = new ArrayList<>(schedule.actions());
		for (int left = random.nextInt(12); left > 0; left--) {
			actions.add(new SimulationAction(random.nextLong(schedule.end() + 1), Kind.FALSE_ANNOUNCEMENT,
					random.nextInt(FORMS), random.nextInt(1000)));
		}
		actions.sort((one, other) -> Long.compare(one.at(), other.at()));
		return schedule.with(actions);
	}

	/**
	 * Make announcements of a form, while the chain ends at a head.
	 * @param extent makes those of one form differ
	 */
	static List<Head> of(int form, int extent, Head top) {
		long number = top.number();
		Hash one = invented(top.hash(), extent);
		Hash other = invented(top.hash(), extent + 1);
		return switch (form) {
			case 0 -> List.of(head(number + extent % 18, one, one));
			case 1 -> List.of(head(number + 1 + extent % 17, top.hash(), top.hash()));
			case 2 -> List.of(head(Math.max(1, number + extent % 4 - 1), one, Hash.ZERO));
			case 3 -> List.of(head(number + 1 + extent % 20, top.hash(), top.parentHash()));
			case 4 -> List.of(head(number + 2 + extent % 20, one, top.hash()));
			case 5 -> List.of(head((extent % 2 == 0) ? ABSURD : number + extent, one, other));
			case 6 -> chain(number + 1 + extent % 3, one, top.hash());
			case 7 -> List.of(head(number + 5, one, other), head(number + 6, other, one));
			case 8 -> List.of(head(number, top.hash(), other));
			case 9 -> List.of(head(number + 1, Hash.ZERO, top.hash()));
			default -> List.of(head(Math.max(0, number - extent % 6), one, other));
		};
	}

	/** Five that stand on each other, and on nothing. */
	private static List<Head> chain(long from, Hash below, Hash seed) {
		List<Head> heads = new ArrayList<>();
		Hash parent = below;
		for (int i = 0; i < 5; i++) {
			Hash hash = invented(seed, 5000 + (int) from + i);
			heads.add(head(from + i, hash, parent));
			parent = hash;
		}
		return heads;
	}

	private static Head head(long number, Hash hash, Hash parent) {
		return Head.builder().number(number).hash(hash).parentHash(parent).timestamp(1).build();
	}

	private static Hash invented(Hash hash, int which) {
		return Hash.of("0x" + FALSE + hash.toString().substring(3, 58) + "%08x".formatted(which));
	}

	static boolean isFalse(Hash hash) {
		return hash.toString().startsWith(FALSE, 2);
	}

}
