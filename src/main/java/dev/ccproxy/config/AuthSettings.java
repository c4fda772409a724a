package dev.ccproxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask.
 *
 * @param apiKeys {@code ccproxy.api-key}: keys that are valid for as long as the application runs
 * @param apiKeyFile {@code ccproxy.api-key-file}: a file with more keys, which may change; null if none is set
 * @param apiKeysOfFile the keys that the file held at the start
 * @param localhost {@code ccproxy.auth.localhost}: whether a local caller may ask without a key
 * @param allowedHosts {@code ccproxy.allowed-hosts}: hosts beside loopback ones, in lower case, that a local caller may name
 */
public record AuthSettings(
        List<ApiKey> apiKeys,
        @Nullable Path apiKeyFile,
        List<ApiKey> apiKeysOfFile,
        boolean localhost,
        Set<String> allowedHosts) {

    /** Whether the configuration sets a key, be it expired: the local way into {@code /v1} is closed then. */
    public boolean apiKeyConfigured() {
        return !apiKeys.isEmpty() || apiKeyFile != null;
    }

    /** How many keys were set at the start, in the configuration and in the file. */
    public int apiKeyCount() {
        return apiKeys.size() + apiKeysOfFile.size();
    }
}
