package dev.ccproxy.config;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where to keep what must survive a restart.
 *
 * @param dataDir {@code ccproxy.data-dir}; null for nowhere
 * @param dataSource the server's own, by {@code ccproxy.datasource}; null if none is configured
 * @param node {@code ccproxy.node}: the name of this program among those that share a database
 */
public record StorageSettings(
        @Nullable Path dataDir, @Nullable DataSource dataSource, String node) {}
