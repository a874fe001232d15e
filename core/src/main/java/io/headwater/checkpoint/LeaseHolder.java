package io.headwater.checkpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who has a lease, by what the store has said last.
 *
 * @param owner the name of the owner, {@code host/pid/uuid} if it is one of Headwater's,
 * or {@code null} if the store does not say
 * @param expires when another instance takes over unless the owner renews the lease, by
 * this machine's clock
 */
public record LeaseHolder(@Nullable String owner, Instant expires) {

	/**
	 * The most characters that the name of an owner has.
	 */
	public static final int MAX_OWNER_LENGTH = 160;

	private static final int MAX_HOST_LENGTH = 100;

	/**
	 * Make a name for an owner of this process, which nobody else has or had. May take a
	 * while, as the system may look its own name up.
	 * @return the name
	 */
	public static String newOwner() {
		return Process.NAME + "/" + UUID.randomUUID();
	}

	/**
	 * Return who it is, without what distinguishes one attempt from another.
	 * @return the host and the process, or what the store says instead
	 */
	public String instance() {
		if (this.owner == null) {
			return "another instance";
		}
		int end = this.owner.lastIndexOf('/');
		return (end > 0) ? this.owner.substring(0, end) : this.owner;
	}

	/** Found late, and not by the thread that starts the application. */
	private static final class Process {

		private static final String NAME = host() + "/" + ProcessHandle.current().pid();

		private static String host() {
			String host;
			try {
				host = InetAddress.getLocalHost().getHostName();
			}
			catch (UnknownHostException ex) {
				host = "unknown-host";
			}
			return host.substring(0, Math.min(host.length(), MAX_HOST_LENGTH));
		}

	}

}
