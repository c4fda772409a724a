package dev.ccproxy.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes as they are written in the configuration: {@code 32MiB}, {@code 512KiB}, {@code 1GiB}, or a number of bytes. */
final class Sizes {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,10})\\s*(B|KiB|MiB|GiB)?", Pattern.CASE_INSENSITIVE);

    private Sizes() {}

    /** In bytes; null if the text is not a size. */
    static @Nullable Long parse(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2) == null ? "b" : matcher.group(2).toLowerCase(Locale.ROOT);
        long factor = switch (unit) {
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            default -> 1;
        };
        return Long.parseLong(matcher.group(1)) * factor;
    }

    /** A size with the largest unit in which it is a whole number, such as {@code 32MiB}. */
    static String format(long bytes) {
        if (bytes >= 1L << 30 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes >= 1L << 20 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes >= 1L << 10 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }
}
