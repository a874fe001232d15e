package io.headwater.sample;

import java.io.IOException;
import java.nio.file.Path;

import io.headwater.stream.HeadStreams;
import io.headwater.test.SimulatedNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody sees who opens the sample in a browser, and breaks something.
 * {@code -Dheadwater.screenshots=../docs/images} keeps what it looks like.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageTests {

	private static final String SCREENSHOTS = System.getProperty("headwater.screenshots", "target/screenshots");

	private static ConfigurableApplicationContext application;

	private static Browser browser;

	@BeforeAll
	static void open() {
		Browser.assumePresent();
		application = run();
		browser = new Browser();
		browser.open(port(application));
	}

	@AfterAll
	static void close() {
		if (application != null) {
			browser.close();
			application.close();
		}
	}

	private static ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0", "--sample.block-time=500ms",
				"--sample.freeze=4s", "--sample.slowness=1s", "--headwater.chains.main.keep-alive.interval=1s",
				"--headwater.chains.main.keep-alive.timeout=2s", "--headwater.chains.main.stale-head.after=3s");
	}

	private static int port(ConfigurableApplicationContext application) {
		return ((WebServerApplicationContext) application).getWebServer().getPort();
	}

	@Test
	void blocksAppearAndEverythingIsLive() {
		browser.await(".block.tip");
		browser.await("#link[data-state=live]");
		browser.await("[data-value=connection][data-grade=good]");
		browser.await("[data-value=delivery][data-grade=good]");
		browser.await("#queue canvas");
		browser.await("#delivery-value:not(:empty)");
		browser.await("#log li[data-kind=block]");
		assertThat(browser.text("[data-value=node]")).startsWith("ws://127.0.0.1:");
		assertContractKept();
		assertThat(browser.errors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "burst", "reorg", "drop", "freeze", "kill-subscription", "garbage", "slow-listener" })
	void recoversVisiblyFromEachFault(String fault) {
		browser.await(".block.tip");
		browser.click("[data-fault=" + fault + "]");
		browser.await(".fault[data-state=open] [data-fault=" + fault + "], .fault[data-state=recovered] [data-fault="
				+ fault + "]");
		browser.await(".fault[data-state=recovered] [data-fault=" + fault + "]");
		browser.await("#log li[data-kind=fault]");
		assertContractKept();
		assertThat(browser.errors()).isEmpty();
	}

	@Test
	void drawsARevertedBranch() {
		browser.await(".block.tip");
		browser.click("[data-fault=reorg]");
		browser.await(".block.void");
		browser.await("#log li[data-kind=reorg]");
	}

	@Test
	void showsHeadsThatSomebodyWantsAgain() {
		browser.await(".block.tip");
		long newest = application.getBean(SimulatedNode.class).chain().head().number();
		application.getBean(HeadStreams.class).get("main").replay(Math.max(1, newest - 5));
		browser.await("#log li[data-origin=REPLAY]");
		browser.await("[data-value=delivery][data-grade=good]");
		assertContractKept();
		assertThat(browser.errors()).isEmpty();
	}

	/** The last ones, when there is something to be seen of everything. */
	@ParameterizedTest
	@CsvSource({ "light, 200, 255", "dark, 0, 50" })
	@Order(Integer.MAX_VALUE)
	void canBeReadInEachScheme(String scheme, long darkest, long brightest) throws IOException {
		browser.scheme(scheme);
		browser.await(".block.tip");
		browser.click("[data-fault=reorg]");
		browser.await(".fault[data-state=recovered] [data-fault=reorg]");
		browser.screenshot(Path.of(SCREENSHOTS, "sample-" + scheme + ".png"));
		assertThat(browser.brightness()).isBetween(darkest, brightest);
		assertThat(browser.barriers()).isEmpty();
	}

	@Test
	void fitsIntoATelephone() throws IOException {
		browser.await("#faults:not([hidden])");
		browser.await("#queue canvas");
		browser.width(360);
		try {
			assertThat(browser.overflow()).isZero();
			browser.screenshot(Path.of("target/screenshots/narrow.png"));
		}
		finally {
			browser.width(Browser.WIDTH);
		}
	}

	private static void assertContractKept() {
		browser.await(".contract[data-grade=good]");
		assertThat(browser.text(".contract")).isEqualTo("✓ 0 lost · 0 duplicated · in order");
	}

}
