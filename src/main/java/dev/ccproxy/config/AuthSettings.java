package dev.ccproxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask.
 *
 * @param apiKeys {@code ccproxy.api-key}: keys that are valid for as long as the application runs
 * @param apiKeyFile {@code ccproxy.api-key-file}: a file with more keys, which may change; null where there is none
 * @param apiKeysOfFile the keys that the file held at the start
 * @param localhost {@code ccproxy.auth.localhost}: whether a local caller may ask without a key
 * @param allowedHosts {@code ccproxy.allowed-hosts}: what else, in lower case, a local caller may name as its Host
 */
public record AuthSettings(
        List<ApiKey> apiKeys,
        @Nullable Path apiKeyFile,
        List<ApiKey> apiKeysOfFile,
        boolean localhost,
        Set<String> allowedHosts) {

    /**
     * Whether at least one key is valid. A file of keys had one at the start and never goes without one thereafter.
     *
     * @return whether there is a key that a caller could present
     */
    public boolean apiKeyConfigured() {
        return !apiKeys.isEmpty() || apiKeyFile != null;
    }

    /**
     * How many keys were configured at the start.
     *
     * @return those of the configuration and those of the file
     */
    public int apiKeyCount() {
        return apiKeys.size() + apiKeysOfFile.size();
    }
}
