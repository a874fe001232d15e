package io.headwater.autoconfigure;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.headwater.checkpoint.jdbc.CheckpointSchema;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.core.io.Resource;

/**
 * Creates the tables for checkpoints, under the names that the store uses.
 */
class CheckpointSchemaInitializer extends PropertiesBasedDataSourceScriptDatabaseInitializer<JdbcCheckpointProperties> {

	private final String tablePrefix;

	CheckpointSchemaInitializer(DataSource dataSource, JdbcCheckpointProperties properties) {
		super(dataSource, properties, Map.of(DatabaseDriver.MARIADB, "mysql"));
		this.tablePrefix = properties.validTablePrefix();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		Charset encoding = (scripts.getEncoding() != null) ? scripts.getEncoding() : StandardCharsets.UTF_8;
		List<Resource> renamed = new ArrayList<>();
		scripts.forEach((script) -> renamed.add(CheckpointSchema.withTablePrefix(script, this.tablePrefix, encoding)));
		super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(encoding));
	}

}
