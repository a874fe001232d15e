package io.headwater.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Answers as HTTP does: with 404 and the names that there are where there is no such
 * chain, and with the reason where nothing was done, which Boot would keep to itself.
 */
@EndpointWebExtension(endpoint = HeadwaterEndpoint.class)
public final class HeadwaterEndpointWebExtension {

	private final HeadwaterEndpoint delegate;

	public HeadwaterEndpointWebExtension(HeadwaterEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Describe the stream of one chain.
	 * @return how it stands, with status 200; or 404 with a message
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> stream(@Selector String chain) {
		return found(this.delegate.stream(chain));
	}

	/**
	 * Act on the stream of one chain. What is not in the path must come as JSON, which a
	 * browser sends for a page of another origin only if it may.
	 * @param action one of {@link StreamAction}, in lower case
	 * @return how the stream stands afterwards, with status 200; 400 or 404 with a
	 * message
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> act(@Selector String chain, @Nullable String action,
			@Nullable Long block) {
		try {
			return found(this.delegate.act(chain, action, block));
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(new Refusal(ex.getReason()), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/** The name that was asked for is not repeated: it may be anything. */
	private WebEndpointResponse<OperationResponseBody> found(@Nullable StreamDescriptor stream) {
		return (stream != null) ? new WebEndpointResponse<>(stream)
				: new WebEndpointResponse<>(
						new Refusal("No chain has this name: there are " + String.join(", ", this.delegate.names())),
						WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * Why an action was not taken.
	 *
	 * @param message the reason, if there is one
	 */
	public record Refusal(@Nullable String message) implements OperationResponseBody {
	}

}
