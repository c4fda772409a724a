package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of the key file: {@code KEY}, or {@code KEY NAME} and attributes, such as
 * {@code sha256:… alice team=platform role=client expires=2027-01-31}. No fault quotes anything of a line: any part of it may
 * be a key's.
 */
final class KeyLine {

    private static final String DIGEST_PREFIX = "sha256:";
    private static final Set<String> ATTRIBUTES = Set.of("team", "role", "expires");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final String NAME_RULE =
            "must be 1 to 63 lower-case letters, digits and hyphens and must not begin with a hyphen";
    private static final String SHAPE = "; a line is KEY, or KEY NAME followed by any of team=TEAM, role=ROLE and"
            + " expires=YYYY-MM-DD, and because blanks separate them, a key cannot have one inside";

    private final int number;
    private final List<String> parts;

    private KeyLine(String line, int number) {
        this.number = number;
        parts = new ArrayList<>(List.of(BLANKS.split(line)));
        if (parts.size() > 1 && parts.get(0).equals(DIGEST_PREFIX)) {
            // This blank was always allowed.
            parts.set(0, DIGEST_PREFIX + parts.remove(1));
        }
    }

    /** The key in a line that is stripped and not empty, and has the given number, from 1. */
    static ApiKey parse(String line, int number) throws IOException {
        return new KeyLine(line, number).parse();
    }

    private ApiKey parse() throws IOException {
        String key = parts.get(0);
        String whole = String.join(" ", parts);
        if (Quotes.around(whole)) {
            throw new IOException("has quotation marks around line " + number + ", which would be a part of the key");
        }
        if (Quotes.around(key)) {
            throw new IOException(
                    "has quotation marks around the key in line " + number + ", which would be a part of it");
        }
        if (!ApiKey.isPresentable(whole)) {
            throw new IOException("has in line " + number + " a character outside of ASCII");
        }
        if (key.length() > ApiKey.MAX_LENGTH) {
            throw new IOException("has in line " + number + " a key of more than " + ApiKey.MAX_LENGTH + " characters");
        }
        byte[] digest = key.startsWith(DIGEST_PREFIX) ? digest(key) : ApiKey.digest(key.getBytes(UTF_8));
        return new ApiKey(digest, parts.size() == 1 ? KeyHolder.DEFAULT : holder(), number);
    }

    private byte[] digest(String key) throws IOException {
        String digits = key.substring(DIGEST_PREFIX.length());
        if (!digits.matches("[0-9a-fA-F]{64}")) {
            throw new IOException(
                    "has in line " + number + " a wrong digest: sha256: must be followed by 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(digits);
    }

    private KeyHolder holder() throws IOException {
        String name = parts.get(1);
        if (!Names.isName(name)) {
            throw fault("a wrong name after the key: a name " + NAME_RULE + SHAPE);
        }
        Map<String, String> attributes = new HashMap<>();
        for (String part : parts.subList(2, parts.size())) {
            int equals = part.indexOf('=');
            String attribute = equals < 0 ? "" : part.substring(0, equals);
            if (!ATTRIBUTES.contains(attribute)) {
                throw fault("an unknown attribute" + SHAPE);
            }
            if (attributes.put(attribute, part.substring(equals + 1)) != null) {
                throw fault("the attribute " + attribute + " twice; remove one");
            }
        }
        return new KeyHolder(
                name, team(attributes.get("team")), role(attributes.get("role")), lastDay(attributes.get("expires")));
    }

    private @Nullable String team(@Nullable String team) throws IOException {
        if (team != null && !Names.isName(team)) {
            throw fault("a wrong team: a team " + NAME_RULE);
        }
        return team;
    }

    private Role role(@Nullable String text) throws IOException {
        if (text == null) {
            return Role.CLIENT;
        }
        for (Role role : Role.values()) {
            if (role.toString().equals(text)) {
                return role;
            }
        }
        throw fault("a wrong role: role must be client, monitor or operator");
    }

    private @Nullable LocalDate lastDay(@Nullable String text) throws IOException {
        if (text == null) {
            return null;
        }
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // The fault below says what is allowed; the exception's text would quote the line.
        }
        throw fault("a wrong date: expires must be a date such as 2027-01-31, the last day (UTC) on which the key is"
                + " valid");
    }

    private IOException fault(String what) {
        return new IOException("has in line " + number + " " + what);
    }
}
