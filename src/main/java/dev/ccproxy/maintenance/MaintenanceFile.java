package dev.ccproxy.maintenance;

import dev.ccproxy.config.FileName;
import dev.ccproxy.http.JsonbResolver;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** The present maintenance in a file, as JSON; without a maintenance there is no file. */
record MaintenanceFile(Path directory) {

    private Path path() {
        return directory.resolve("maintenance.json");
    }

    /**
     * What was written last. The message of an exception is the end of a sentence that begins with the name of the
     * file.
     */
    @Nullable
    Maintenance read() throws IOException {
        if (!Files.exists(path())) {
            return null;
        }
        String text;
        try {
            text = Files.readString(path());
            if (text.startsWith("\uFEFF")) {
                // A byte order mark of an editor's, which JSON does not allow (RFC 8259, 8.1).
                text = text.substring(1);
            }
        } catch (IOException e) {
            throw new IOException("cannot be read", e);
        }
        Maintenance maintenance;
        try {
            maintenance = JsonbResolver.JSONB.fromJson(text, Maintenance.class);
        } catch (JsonbException | IllegalArgumentException e) {
            throw new IOException("does not hold a maintenance", e);
        }
        if (maintenance == null) {
            throw new IOException("does not hold a maintenance");
        }
        return maintenance;
    }

    /** Whole or not at all. */
    void write(@Nullable Maintenance maintenance) throws IOException {
        if (maintenance == null) {
            Files.deleteIfExists(path());
            return;
        }
        Path written =
                Files.writeString(directory.resolve("maintenance.json.new"), JsonbResolver.JSONB.toJson(maintenance));
        Files.move(written, path(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "maintenance.json" + FileName.of(path());
    }
}
