package io.headwater.chain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import org.jspecify.annotations.Nullable;

/**
 * A node with blocks that have names: their number, and a letter for their branch.
 */
final class ScriptedNode {

	private final Map<String, Head> heads = new HashMap<>();

	private final Map<Hash, String> names = new HashMap<>();

	private final Map<Long, Head> canonical = new HashMap<>();

	private final List<String> hidden = new ArrayList<>();

	private @Nullable Head latest;

	private @Nullable Head finalized;

	void blocks(String below, String... names) {
		String parent = below;
		for (String name : names) {
			this.names.put(hash(name), name);
			this.names.put(hash(parent), parent);
			this.heads.put(name, head(name, hash(parent), hash(name)));
			parent = name;
		}
	}

	void withoutParent(String... names) {
		for (String name : names) {
			this.names.put(hash(name), name);
			this.heads.put(name, head(name, Hash.ZERO, hash(name)));
		}
	}

	private static Head head(String name, Hash parent, Hash stateRoot) {
		return Head.builder()
			.number(number(name))
			.hash(hash(name))
			.parentHash(parent)
			.stateRoot(stateRoot)
			.timestamp(number(name))
			.build();
	}

	private static long number(String name) {
		return Long.parseLong(name.replaceAll("\\D", ""));
	}

	private static Hash hash(String name) {
		return Hash.of("0x%016x%048x".formatted(number(name), name.hashCode() & 0xffffffffL));
	}

	static BlockRef ref(String name) {
		return new BlockRef(number(name), hash(name));
	}

	Head head(String name) {
		return this.heads.get(name);
	}

	/** The same block under another hash. */
	Head lieAbout(String name) {
		Head served = head(name);
		String lie = name + "lie";
		this.names.put(hash(lie), lie);
		return head(lie, served.parentHash(), hash(name));
	}

	/**
	 * A head of any number; the hash and the parent are those of other names, or zero.
	 */
	Head claim(long number, String name, String parent) {
		return Head.builder().number(number).hash(claimed(name)).parentHash(claimed(parent)).timestamp(number).build();
	}

	private Hash claimed(String name) {
		if ("zero".equals(name)) {
			return Hash.ZERO;
		}
		String known = name.matches("\\d.*") ? name : "0" + name;
		this.names.putIfAbsent(hash(known), name);
		return hash(known);
	}

	void chainEndsAt(String name) {
		this.canonical.clear();
		Head top = this.heads.get(name);
		this.latest = top;
		while (top != null) {
			this.canonical.put(top.number(), top);
			top = this.heads.get(this.names.get(top.parentHash()));
		}
	}

	void serves(String name) {
		this.canonical.put(number(name), this.heads.get(name));
	}

	void callsFinalized(String name) {
		this.finalized = this.heads.get(name);
	}

	void hides(Collection<String> names) {
		this.hidden.clear();
		this.hidden.addAll(names);
	}

	void hidesUpTo(long number) {
		hides(this.heads.keySet().stream().filter((name) -> number(name) <= number).toList());
	}

	@Nullable Head find(HeaderRequest request) {
		Head head = this.latest;
		if (request.kind() == HeaderRequest.Kind.FINALIZED) {
			head = this.finalized;
		}
		else if (request.kind() != HeaderRequest.Kind.LATEST) {
			head = (request.hash() != null) ? this.heads.get(this.names.get(request.hash()))
					: this.canonical.get(request.number());
		}
		return (head == null || this.hidden.contains(this.names.get(head.hash()))) ? null : head;
	}

	String describe(HeaderRequest request) {
		if (request.number() < 0) {
			return request.kind().name().toLowerCase(Locale.ROOT);
		}
		return (request.hash() != null) ? "hash " + this.names.get(request.hash()) : "number " + request.number();
	}

	String describe(WalkEvent event) {
		if (event instanceof WalkEvent.Joined joined) {
			return name(joined.head().ref()) + ((joined.origin() == HeadOrigin.REPLAY) ? " replay" : "")
					+ ((joined.content() != null) ? " with " + joined.content() : "");
		}
		if (event instanceof WalkEvent.Reverted reorg) {
			return reorg.reverted().stream().map(this::name).collect(Collectors.joining(" ")) + " void, on "
					+ name(reorg.commonAncestor());
		}
		if (event instanceof WalkEvent.Confirmed confirmed) {
			return name(confirmed.head().ref()) + " confirmed by " + confirmed.confirmations();
		}
		if (event instanceof WalkEvent.Safe block) {
			return name(block.head().ref()) + " safe";
		}
		if (event instanceof WalkEvent.Finalized block) {
			return name(block.head().ref()) + " finalized";
		}
		if (event instanceof WalkEvent.Skipped skipped) {
			return skipped.from() + " to " + skipped.to() + " skipped, " + skipped.reason();
		}
		if (event instanceof WalkEvent.Resumed resumed) {
			return "resumed from " + name(resumed.checkpoint());
		}
		WalkEvent.Reset reset = (WalkEvent.Reset) event;
		return "reset from " + name(reset.from()) + " to " + name(reset.to()) + ", " + reset.reason();
	}

	String name(BlockRef block) {
		return this.names.get(block.hash());
	}

}
