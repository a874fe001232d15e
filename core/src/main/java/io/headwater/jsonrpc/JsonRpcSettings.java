package io.headwater.jsonrpc;

import java.time.Duration;

/**
 * The limits of a client.
 *
 * @param requestTimeout how long an answer may take
 * @param maxPendingCalls how many calls may wait for their answers; one more fails at
 * once
 * @param maxHeldNotifications how many notifications are kept until the reply that tells
 * whose they are
 */
public record JsonRpcSettings(Duration requestTimeout, int maxPendingCalls, int maxHeldNotifications) {
}
