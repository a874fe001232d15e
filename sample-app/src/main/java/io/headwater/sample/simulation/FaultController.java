package io.headwater.sample.simulation;

import java.time.Clock;

import io.headwater.sample.page.Feed;
import io.headwater.sample.page.Message;
import io.headwater.test.ChaosNode;
import io.headwater.test.Faults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedNode;

import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * What can go wrong with a node and its listeners, at the push of a button. It takes JSON
 * alone, which a browser does not send for a page of another origin.
 */
@RestController
@Conditional(OnNoNodeCondition.class)
@RequestMapping(path = "/faults", consumes = MediaType.APPLICATION_JSON_VALUE)
@ResponseStatus(HttpStatus.NO_CONTENT)
class FaultController {

	private static final int BURST = 50;

	private static final int SLOW_HEADS = 5;

	private final ChaosNode chaos;

	private final SimulatedNode node;

	private final SlowListener listener;

	private final SimulationProperties properties;

	private final TaskScheduler scheduler;

	private final Feed feed;

	FaultController(ChaosNode chaos, SlowListener listener, SimulationProperties properties, TaskScheduler scheduler,
			Feed feed) {
		this.chaos = chaos;
		this.node = chaos.node();
		this.listener = listener;
		this.properties = properties;
		this.scheduler = scheduler;
		this.feed = feed;
	}

	/** As a node does that was behind: of all blocks it announces the last one only. */
	@PostMapping("/burst")
	void burst() {
		tell(BURST + " blocks at once, of which the node announces the last one only");
		this.node.announceOnlyLast(true);
		this.node.mine(BURST);
		this.node.announceOnlyLast(false);
	}

	@PostMapping("/reorg")
	void reorg(@RequestParam(defaultValue = "3") int depth) {
		int possible = (int) Math.min(depth, this.node.chain().head().number());
		if (possible < 1) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "There is no reorg of depth " + possible);
		}
		tell("a reorg of depth " + possible);
		this.node.chain().reorg(possible, possible + 1);
	}

	@PostMapping("/drop")
	void drop() {
		tell("the connection is reset");
		this.node.dropConnections();
	}

	@PostMapping("/freeze")
	void freeze() {
		tell("the node stands still for " + this.properties.freeze().toSeconds() + " s");
		this.node.freeze();
		this.scheduler.schedule(this::thaw, Clock.systemUTC().instant().plus(this.properties.freeze()));
	}

	private void thaw() {
		tell("the node goes on");
		this.node.unfreeze();
	}

	/** It stays dead until the client makes another one. */
	@PostMapping("/kill-subscription")
	void killSubscription() {
		tell("the subscription dies without a word");
		this.node.muteSubscriptions(true);
		this.chaos.once(Moment.replyTo("eth_subscribe"), Faults.rewritten((reply) -> {
			this.node.muteSubscriptions(false);
			return reply;
		}));
	}

	@PostMapping("/garbage")
	void garbage() {
		tell("the node sends a frame of garbage");
		this.node.sendRaw("{\"jsonrpc\": 3.14, garbage");
	}

	@PostMapping("/slow-listener")
	void slowListener() {
		tell("a listener takes " + this.properties.slowness().toMillis() + " ms for each of " + SLOW_HEADS + " heads");
		this.listener.slowDown(SLOW_HEADS);
	}

	private void tell(String text) {
		this.feed.publish(new Message.Fault(Clock.systemUTC().millis(), text));
	}

}
