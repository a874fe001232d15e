package io.headwater.test;

/**
 * Makes the threads of simulated nodes: daemons, under names that tell what they do.
 */
final class NodeThreads {

	private NodeThreads() {
	}

	static Thread create(String role, Runnable task) {
		Thread thread = new Thread(task, "simulated-node-" + role);
		thread.setDaemon(true);
		return thread;
	}

}
