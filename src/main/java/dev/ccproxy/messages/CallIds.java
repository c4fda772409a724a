package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * The ids of a provider's calls as the client has them. One with other characters than Anthropic takes ({@code
 * ^[a-zA-Z0-9_-]+$}) has an alias with the id inside, so that it goes back as it came, and to no other provider.
 *
 * @param origin where the calls come from
 */
public record CallIds(String origin) {

    private static final int HASH_DIGITS = 8;

    /** What the client gets for an id. */
    String alias(String id) {
        return id.chars().allMatch(CallIds::isTaken)
                ? id
                : prefix() + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8));
    }

    private static boolean isTaken(int c) {
        return ToolNames.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    /** The provider's own id of one that the client says. */
    public String original(String id) {
        // A digest for none but those that are made here.
        if (!id.startsWith(ResponseContext.OWN_ID) || !id.startsWith(prefix())) {
            return id;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(id.substring(prefix().length())), UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }

    private String prefix() {
        return ResponseContext.OWN_ID + ToolNames.hash(origin).substring(0, HASH_DIGITS) + "_";
    }
}
