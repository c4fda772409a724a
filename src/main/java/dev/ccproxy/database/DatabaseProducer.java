package dev.ccproxy.database;

import dev.ccproxy.config.Settings;
import dev.ccproxy.config.StorageSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/** Finds out where to keep what must survive a restart. */
@ApplicationScoped
public class DatabaseProducer {

    public DatabaseProducer() {}

    /** The server's own database, else one in {@code ccproxy.data-dir}; empty if neither is configured, or can be used. */
    @Produces
    @Singleton
    public Optional<Database> database(Settings settings) {
        StorageSettings storage = settings.storage();
        DataSource source = storage.dataSource();
        if (source != null) {
            return Optional.of(new Database(new ServerDatabase(source), "database"));
        }
        Path directory = storage.dataDir();
        return directory != null && Files.isDirectory(directory) && Files.isWritable(directory)
                ? Optional.of(EmbeddedDatabase.in(directory))
                : Optional.empty();
    }
}
