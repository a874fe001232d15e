package io.headwater.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Answers as HTTP does: with 404 where there is no such chain, and with the reason where
 * nothing was done, which Boot would keep to itself.
 */
@EndpointWebExtension(endpoint = HeadwaterEndpoint.class)
public final class HeadwaterEndpointWebExtension {

	private final HeadwaterEndpoint delegate;

	public HeadwaterEndpointWebExtension(HeadwaterEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Act on the stream of one chain. What is not in the path must come as JSON, which a
	 * browser sends for a page of another origin only if it may.
	 * @param action one of {@link StreamAction}, in lower case
	 * @return how the stream stands afterwards, with status 200; 400 with a message; or
	 * 404
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> act(@Selector String chain, @Nullable String action,
			@Nullable Long block) {
		try {
			StreamDescriptor stream = this.delegate.act(chain, action, block);
			return (stream != null) ? new WebEndpointResponse<>(stream)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(new Refusal(ex.getReason()), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * Why an action was not taken.
	 *
	 * @param message the reason, if there is one
	 */
	public record Refusal(@Nullable String message) implements OperationResponseBody {
	}

}
