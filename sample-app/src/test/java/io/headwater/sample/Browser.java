package io.headwater.sample;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium without a window.
 */
final class Browser implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final File CHROMIUM = new File("/usr/bin/chromium");

	private static final File DRIVER = new File("/usr/bin/chromedriver");

	/** The machine may have no way out, and the browser is not to look for one. */
	private static final List<String> ARGUMENTS = List.of("--headless=new", "--no-sandbox", "--disable-gpu",
			"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
			"--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars");

	static final int WIDTH = 1280;

	private static final int HEIGHT = 1400;

	private static final String AXE = axe();

	private final ChromeDriver driver;

	Browser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM);
		options.addArguments(ARGUMENTS);
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort().build(), options);
		this.driver.manage().window().setSize(new Dimension(WIDTH, HEIGHT));
		this.driver.manage().timeouts().scriptTimeout(PATIENCE);
	}

	/** Go on where there is a browser; elsewhere skip the test, and say so. */
	static void assumePresent() {
		Assumptions.assumeTrue(CHROMIUM.canExecute() && DRIVER.canExecute(), () -> "The page was not looked at: "
				+ CHROMIUM + " or " + DRIVER + " is missing " + "(Debian: apt-get install chromium chromium-driver)");
	}

	private static String axe() {
		try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void open(int port) {
		this.driver.get("http://127.0.0.1:" + port + "/");
	}

	/** As somebody has it who wants nothing to move. */
	void scheme(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	String text(String selector) {
		return this.driver.findElement(By.cssSelector(selector)).getText();
	}

	List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	void click(String selector) {
		WebElement element = this.driver.findElement(By.cssSelector(selector));
		this.driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
		element.click();
	}

	/**
	 * Wait until something is there.
	 */
	void await(String selector) {
		new WebDriverWait(this.driver, PATIENCE).withMessage(() -> selector + " on a page that says " + text("body"))
			.until((browser) -> !all(selector).isEmpty());
	}

	/** Take a screen of another width, such as that of a telephone. */
	void width(int pixels) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", pixels, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
	}

	/**
	 * Return by how many pixels the page is wider than the screen.
	 */
	long overflow() {
		return script("return document.documentElement.scrollWidth - document.documentElement.clientWidth", Long.class);
	}

	/**
	 * Return how bright the page is, from 0 to 255.
	 */
	long brightness() {
		return script("return Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g))", Long.class);
	}

	/**
	 * Return what keeps somebody from using the page, as axe finds it: the rule, and one
	 * of the places.
	 */
	List<?> barriers() {
		this.driver.executeScript(AXE);
		return (List<?>) Objects.requireNonNull(this.driver.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
					.then(({ violations }) => done(violations.map(({ id, nodes }) =>
						`${id} in ${nodes.length} places: ${nodes[0].target} ${nodes[0].failureSummary}`)))
					.catch((error) => done([String(error)]));
				"""));
	}

	private <T> T script(String script, Class<T> type) {
		return type.cast(Objects.requireNonNull(this.driver.executeScript(script)));
	}

	/**
	 * Return what the page has told on the console that is an error.
	 */
	List<String> errors() {
		return this.driver.manage()
			.logs()
			.get("browser")
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
			.map(Object::toString)
			.toList();
	}

	void screenshot(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		this.driver.executeScript("scrollTo(0, 0)");
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
