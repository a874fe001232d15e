package io.headwater.websocket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.headwater.websocket.WatchfulSession.SilenceListener;
import org.jspecify.annotations.Nullable;

/**
 * Notices that nothing comes, by the time-out of the read in which the reader waits
 * anyway: no other thread and no timer is needed. For the reader thread.
 */
final class Silence {

	private final Socket socket;

	private Duration patience = Duration.ZERO;

	private @Nullable SilenceListener listener;

	/** Whether the read waits for another time than the usual one. */
	private boolean told;

	Silence(Socket socket) {
		this.socket = socket;
	}

	void watch(Duration patience, SilenceListener listener) throws IOException {
		this.patience = patience;
		this.listener = listener;
		await(patience);
	}

	void frameCame() {
		if (this.listener != null) {
			this.listener.frameCame();
		}
	}

	/** Let a read wait without end again. */
	void end() throws IOException {
		this.listener = null;
		this.socket.setSoTimeout(0);
	}

	/**
	 * Return the bytes that come, telling of the time when none do.
	 * @param in the bytes of the socket
	 */
	InputStream over(InputStream in) {
		return new FilterInputStream(in) {

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				while (true) {
					try {
						int count = this.in.read(bytes, offset, length);
						ended();
						return count;
					}
					catch (SocketTimeoutException ex) {
						elapsed(ex);
					}
				}
			}

		};
	}

	private void elapsed(SocketTimeoutException timeout) throws IOException {
		SilenceListener listener = this.listener;
		if (listener == null) {
			throw timeout;
		}
		this.told = true;
		await(listener.silent());
	}

	private void ended() throws IOException {
		if (this.told) {
			this.told = false;
			await(this.patience);
		}
	}

	private void await(Duration time) throws IOException {
		this.socket.setSoTimeout((int) Math.max(1, Math.min(time.toMillis(), Integer.MAX_VALUE)));
	}

}
