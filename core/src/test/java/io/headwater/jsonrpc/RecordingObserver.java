package io.headwater.jsonrpc;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what is counted.
 */
final class RecordingObserver implements JsonRpcObserver {

	private final List<FrameRejection> rejections = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private final List<String> faults = new ArrayList<>();

	@Override
	public void rejected(FrameRejection rejection) {
		this.rejections.add(rejection);
	}

	@Override
	public void malformed(String method, String fault) {
		this.faults.add(method + " " + fault);
	}

	@Override
	public void called(String method, CallOutcome outcome) {
		this.calls.add(method + " " + outcome);
	}

	List<FrameRejection> rejections() {
		return this.rejections;
	}

	List<String> faults() {
		return this.faults;
	}

	List<String> calls() {
		return this.calls;
	}

}
