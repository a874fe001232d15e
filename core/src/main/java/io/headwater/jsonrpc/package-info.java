/**
 * JSON-RPC 2.0 over a connection: calls with a deadline, and subscriptions that outlive
 * the connection.
 */
@NullMarked
package io.headwater.jsonrpc;

import org.jspecify.annotations.NullMarked;
