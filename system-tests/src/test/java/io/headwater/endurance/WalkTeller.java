package io.headwater.endurance;

import java.util.HashMap;
import java.util.Map;

import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;
import io.headwater.test.walk.WalkChecker;

import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Tells the test each head that the application is told, and what breaks the contract.
 */
class WalkTeller {

	private final Map<String, WalkChecker> walks = new HashMap<>();

	private final Environment environment;

	WalkTeller(Environment environment) {
		this.environment = environment;
	}

	@EventListener
	synchronized void on(ChainEvent event) {
		try {
			this.walks.computeIfAbsent(event.chain(), this::checker).accept(event);
		}
		catch (AssertionError ex) {
			Parent.tell("breach " + event.chain() + " " + ex.getMessage().replace('\n', ' '));
		}
		if (event instanceof NewHeadEvent told) {
			Parent.tell("head " + told.chain() + " " + told.head().number() + " " + told.head().hash());
		}
	}

	private WalkChecker checker(String chain) {
		return new WalkChecker(0,
				this.environment.getProperty("headwater.chains." + chain + ".window", Integer.class, 4096));
	}

}
