package io.headwater.endpoint;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How the streams of an application stand.
 *
 * @param chains one description a chain, by its configured name
 */
public record StreamsDescriptor(Map<String, StreamDescriptor> chains) implements OperationResponseBody {
}
