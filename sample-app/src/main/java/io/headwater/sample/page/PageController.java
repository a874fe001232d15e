package io.headwater.sample.page;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Where the page gets what it shows.
 */
@RestController
class PageController {

	private final Feed feed;

	private final Readings readings;

	PageController(Feed feed, Readings readings) {
		this.feed = feed;
		this.readings = readings;
	}

	@GetMapping(path = "/feed", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter feed() {
		SseEmitter emitter = this.feed.open();
		if (emitter == null) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
		}
		this.readings.begin();
		return emitter;
	}

}
