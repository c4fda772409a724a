package dev.ccproxy.messages;

/** Finds the end of a JSON object or array that comes in pieces. */
public final class JsonEnd {

    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean reached;

    public JsonEnd() {}

    /** The next piece. */
    public void read(CharSequence piece) {
        for (int i = 0; i < piece.length(); i++) {
            read(piece.charAt(i));
        }
    }

    private void read(char c) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = c == '\\';
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
            reached |= depth == 0;
        }
    }

    /** Whether the object or array is closed. */
    public boolean reached() {
        return reached;
    }
}
