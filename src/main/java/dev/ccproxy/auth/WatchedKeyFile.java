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

    /** What one look found, without the keys themselves: the content's digest and its keys, or the fault. */
    private record Look(@Nullable ByteBuffer digest, List<ApiKey> keys, String fault) {
        boolean sameAs(Look other) {
            return fault.equals(other.fault) && (digest == null ? other.digest == null : digest.equals(other.digest));
        }
    }

    private final Path file;
    private Look previous;
    private Look applied;
    private volatile List<ApiKey> keys;

    /** Watches a file from its keys at the start on, which are in force whatever has become of it since. */
    WatchedKeyFile(Path file, List<ApiKey> atStart) {
        this.file = file;
        keys = atStart;
        previous = read();
        // A file that has gone bad since the start has not been told of yet.
        applied = previous.fault().isEmpty() ? previous : new Look(null, atStart, "");
        if (previous.fault().isEmpty()) {
            keys = previous.keys();
        }
    }

    List<ApiKey> keys() {
        return keys;
    }

    synchronized void look() {
        Look now = read();
        boolean settled = now.sameAs(previous);
        previous = now;
        if (!settled || now.sameAs(applied)) {
            return;
        }
        applied = now;
        if (now.fault().isEmpty()) {
            keys = now.keys();
            LOG.log(
                    Level.INFO,
                    () -> "ccproxy.api-key-file has changed; valid keys in it: "
                            + now.keys().size());
        } else {
            LOG.log(
                    Level.WARNING,
                    () -> "ccproxy.api-key-file names a file that " + now.fault()
                            + "; the last good keys stay in force until it holds keys again");
        }
    }

    private Look read() {
        ByteBuffer digest = null;
        try {
            byte[] content = KeyFile.read(file);
            digest = ByteBuffer.wrap(ApiKey.digest(content));
            return new Look(digest, KeyFile.parse(content), "");
        } catch (IOException e) {
            return new Look(digest, List.of(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // One that escaped would end the watch for good.
            LOG.log(Level.ERROR, "Looking at ccproxy.api-key-file failed for a reason that should not exist", e);
            return new Look(null, List.of(), "cannot be read");
        }
    }
}
