package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.KeyFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key file that may change. What it says counts once two looks in a row have found the same, so that a file caught
 * while it is written refuses nobody; while it holds no key or cannot be read, the last good keys stay in force.
 */
final class WatchedKeyFile {

    private static final Logger LOG = System.getLogger(WatchedKeyFile.class.getName());

    /** What one look found: the content, or why there is none. */
    private record Look(@Nullable ByteBuffer content, String fault) {}

    private final Path file;
    private Look previous;
    private Look applied;
    private volatile List<ApiKey> keys = List.of();

    WatchedKeyFile(Path file) {
        this.file = file;
        previous = read();
        applied = previous;
        keys = parse(previous);
    }

    List<ApiKey> keys() {
        return keys;
    }

    synchronized void look() {
        Look now = read();
        boolean settled = now.equals(previous);
        previous = now;
        if (settled && !now.equals(applied)) {
            applied = now;
            List<ApiKey> parsed = parse(now);
            if (!parsed.isEmpty()) {
                keys = parsed;
                LOG.log(
                        Level.INFO,
                        () -> "ccproxy.api-key-file has changed and holds " + parsed.size() + " valid keys");
            }
        }
    }

    private Look read() {
        try {
            return new Look(ByteBuffer.wrap(KeyFile.read(file)), "");
        } catch (IOException e) {
            return new Look(null, String.valueOf(e.getMessage()));
        }
    }

    /** The keys that were found; none, and a warning, where the file is no good. */
    private static List<ApiKey> parse(Look look) {
        try {
            if (look.content() == null) {
                throw new IOException(look.fault());
            }
            return KeyFile.parse(look.content().array());
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    () -> "ccproxy.api-key-file names a file that " + e.getMessage()
                            + "; the last good keys stay in force until it holds keys again");
            return List.of();
        }
    }
}
