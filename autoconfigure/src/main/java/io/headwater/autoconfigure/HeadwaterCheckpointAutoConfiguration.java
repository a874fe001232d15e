package io.headwater.autoconfigure;

import io.headwater.checkpoint.CheckpointStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the store of checkpoints. A store of the application wins.
 */
@AutoConfiguration(before = HeadwaterAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "headwater.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(CheckpointStore.class)
@Import({ CheckpointStoreConfigurations.Memory.class, CheckpointStoreConfigurations.Jdbc.class,
		CheckpointStoreConfigurations.NoJdbc.class })
public final class HeadwaterCheckpointAutoConfiguration {

}
