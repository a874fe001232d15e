package io.headwater.autoconfigure;

import java.nio.file.Path;

import io.headwater.checkpoint.CheckpointStore;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * H2 in a file is closed by an exit hook of its own, unless its URL says otherwise.
 */
@ExtendWith(OutputCaptureExtension.class)
class H2ExitHookTests {

	private static final String WARNING = "add ;DB_CLOSE_ON_EXIT=FALSE to the URL of the database";

	@TempDir
	private Path folder;

	private void start(String url) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					HeadwaterCheckpointAutoConfiguration.class))
			.withPropertyValues("headwater.checkpoint.store=jdbc", "headwater.checkpoint.jdbc.initialize-schema=always",
					"spring.datasource.url=" + url.replace("{folder}", this.folder.toString()))
			.run((context) -> assertThat(context).hasSingleBean(CheckpointStore.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:{folder}/data", "jdbc:h2:file:{folder}/data;DB_CLOSE_ON_EXIT=TRUE" })
	void warnsOfADatabaseThatClosesBeforeTheLeaseIsGivenBack(String url, CapturedOutput output) {
		start(url);
		assertThat(output.getOut().lines().filter((line) -> line.contains(WARNING))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:{folder}/data;db_close_on_exit=false", "jdbc:h2:{folder}/data;AUTO_SERVER=TRUE",
			"jdbc:h2:mem:data" })
	void saysNothingOfADatabaseThatWaitsOrIsLostAnyway(String url, CapturedOutput output) {
		start(url);
		assertThat(output).doesNotContain(WARNING);
	}

}
