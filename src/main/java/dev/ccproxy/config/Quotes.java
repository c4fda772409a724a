package dev.ccproxy.config;

/** Finds values in quotation marks, which are a part of the value when no shell has removed them. */
final class Quotes {

    /** What to do about it. */
    static final String REMEDY = "remove them: docker's --env-file and a mounted file keep them as a part of the value";

    private static final String DOUBLE = "\"\u201C\u201D\u201E\u201F\u00AB\u00BB\uFF02";
    private static final String SINGLE = "'\u2018\u2019\u201A\u201B\u2039\u203A`\u00B4\uFF07";

    private Quotes() {}

    /** Whether it begins and ends with marks of one kind, single or double; typographic marks differ at the two ends. */
    static boolean around(String value) {
        if (value.isEmpty()) {
            return false;
        }
        int kind = kind(value.charAt(0));
        return kind != 0 && kind == kind(value.charAt(value.length() - 1));
    }

    /** What stands between them. */
    static String without(String value) {
        return value.length() < 2 ? "" : value.substring(1, value.length() - 1).strip();
    }

    private static int kind(char mark) {
        return DOUBLE.indexOf(mark) >= 0 ? 1 : SINGLE.indexOf(mark) >= 0 ? 2 : 0;
    }
}
