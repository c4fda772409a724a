package dev.ccproxy.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How a file of the configuration is named in messages. Whoever sets a key where its file belongs must not find the key
 * in the log, so only what is clearly a path is shown.
 */
public final class FileName {

    private static final Pattern CLEARLY_A_PATH =
            Pattern.compile("(/|\\.\\.?[/\\\\]|[A-Za-z]:[/\\\\])\\P{Cntrl}{1,500}");

    /** A run of 24 letters and digits with both cases and a figure: Base64, which may begin with a slash. */
    private static final Pattern LIKE_A_KEY = Pattern.compile(
            "(?<![A-Za-z0-9+=])(?=[a-z0-9+=]*[A-Z])(?=[A-Z0-9+=]*[a-z])(?=[A-Za-z+=]*[0-9])[A-Za-z0-9+=]{24,}");

    private FileName() {}

    /**
     * The path, or where a path that is not shown is looked for.
     *
     * @param file as it is configured
     * @return in parentheses, with a blank before them, to stand behind what is said of the file
     */
    public static String of(Path file) {
        String path = file.toString();
        boolean shown = CLEARLY_A_PATH.matcher(path).matches()
                && !LIKE_A_KEY.matcher(path).find();
        if (file.isAbsolute()) {
            return shown ? " (" + path + ")" : " (its path is not shown, because it has the look of a key)";
        }
        return " ("
                + (shown ? path + ", which" : "its path is not shown, because it may be a key in the wrong place; it")
                + " is looked for below " + Path.of("").toAbsolutePath() + ", the server's working directory)";
    }
}
