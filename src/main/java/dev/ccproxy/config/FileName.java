package dev.ccproxy.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How messages name a file of the configuration. Somebody may set a key where the path of its file belongs, and the log
 * must not show that key; so only what is clearly a path is shown.
 */
public final class FileName {

    private static final Pattern CLEARLY_A_PATH =
            Pattern.compile("(/|\\.\\.?[/\\\\]|[A-Za-z]:[/\\\\])\\P{Cntrl}{1,500}");

    /** 24 letters and digits in a row, with both cases and a digit: Base64, which may begin with a slash. */
    private static final Pattern LIKE_A_KEY = Pattern.compile(
            "(?<![A-Za-z0-9+=])(?=[a-z0-9+=]*[A-Z])(?=[A-Z0-9+=]*[a-z])(?=[A-Za-z+=]*[0-9])[A-Za-z0-9+=]{24,}");

    private FileName() {}

    /** The path, or why it is not shown, in parentheses after a blank: to be put at the end of a statement about the file. */
    public static String of(Path file) {
        String path = file.toString();
        boolean shown = CLEARLY_A_PATH.matcher(path).matches()
                && !LIKE_A_KEY.matcher(path).find();
        if (file.isAbsolute()) {
            return shown ? " (" + path + ")" : " (its path is not shown, because it looks like a key)";
        }
        return " ("
                + (shown ? path + ", which" : "its path is not shown, because it may be a key in the wrong place; it")
                + " is looked for below " + Path.of("").toAbsolutePath() + ", the server's working directory)";
    }
}
