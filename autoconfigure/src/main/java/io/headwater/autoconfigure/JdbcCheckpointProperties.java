package io.headwater.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

/**
 * Configuration properties of checkpoints in a database.
 */
@ConfigurationProperties(JdbcCheckpointProperties.PREFIX)
public class JdbcCheckpointProperties extends DatabaseInitializationProperties {

	static final String PREFIX = HeadwaterProperties.PREFIX + ".checkpoint.jdbc";

	private static final String DEFAULT_SCHEMA_LOCATION = "classpath:io/headwater/checkpoint/jdbc/"
			+ "schema-@@platform@@.sql";

	private static final Pattern TABLE_PREFIX = Pattern.compile("[\\w$.]*");

	/** Prefix for the names of the tables, also in the script that creates them. */
	private String tablePrefix = "HEADWATER_";

	public String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(String tablePrefix) {
		this.tablePrefix = tablePrefix;
	}

	/** It becomes a part of statements. */
	String validTablePrefix() {
		if (!TABLE_PREFIX.matcher(this.tablePrefix).matches()) {
			throw new InvalidHeadwaterPropertyException(PREFIX + ".table-prefix", "cannot begin the name of a table",
					"Use letters, digits, underscores, and a dot after the name of a schema.");
		}
		return this.tablePrefix;
	}

	@Override
	public String getDefaultSchemaLocation() {
		return DEFAULT_SCHEMA_LOCATION;
	}

}
