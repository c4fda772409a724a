package dev.ccproxy.maintenance;

import dev.ccproxy.config.FileName;
import dev.ccproxy.http.JsonbResolver;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A maintenance in a file, as JSON; no file where there is none. */
record MaintenanceFile(Path directory) {

    private Path path() {
        return directory.resolve("maintenance.json");
    }

    /** What was written last; the message of an exception goes on where the name of the file ends. */
    @Nullable
    Maintenance read() throws IOException {
        if (!Files.exists(path())) {
            return null;
        }
        String text;
        try {
            text = Files.readString(path());
            if (text.startsWith("\uFEFF")) {
                // An editor's byte order mark, which is no JSON (RFC 8259, 8.1).
                text = text.substring(1);
            }
        } catch (IOException e) {
            throw new IOException("cannot be read", e);
        }
        Maintenance maintenance;
        try {
            maintenance = JsonbResolver.JSONB.fromJson(text, Maintenance.class);
        } catch (JsonbException | IllegalArgumentException e) {
            throw new IOException("holds no maintenance", e);
        }
        if (maintenance == null) {
            throw new IOException("holds no maintenance");
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
