package dev.ccproxy.monitor;

/** Makes text from elsewhere safe to show in a log, on a terminal or on a page. */
final class ShownText {

    static final int MAX_LENGTH = 256;

    private static final char REPLACEMENT = '\uFFFD';

    private ShownText() {}

    /**
     * At most 256 characters, with an ellipsis as the last one if there were more. Control and format characters, line
     * separators and lone surrogates, which could forge a line or hide text, become U+FFFD.
     */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        int index = 0;
        while (index < text.length()) {
            int character = text.codePointAt(index);
            int length = Character.charCount(character);
            if (shown.length() + length > MAX_LENGTH - 1 && index + length < text.length()) {
                return shown.append('…').toString();
            }
            if (isShown(character)) {
                shown.appendCodePoint(character);
            } else {
                shown.append(REPLACEMENT);
            }
            index += length;
        }
        return shown.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
