package dev.ccproxy.database;

import java.sql.SQLException;

/** What H2's failures mean to whoever runs the program, by their codes ({@code org.h2.api.ErrorCode}). */
final class EmbeddedFailure {

    private static final int ALREADY_OPEN = 90020;
    private static final int CORRUPTED = 90030;

    private EmbeddedFailure() {}

    /** The same, if there is nothing to say about it. */
    static SQLException explained(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case ALREADY_OPEN ->
                new UnusableException(
                        "another program has opened its file, ccproxy.mv.db in ccproxy.data-dir; give each CCProxy a"
                                + " directory of its own",
                        null);
            case CORRUPTED ->
                new UnusableException(
                        "its file is damaged, ccproxy.mv.db in ccproxy.data-dir; stop CCProxy and put a backup in its place, or"
                                + " move it away to begin anew",
                        failure);
            default -> failure;
        };
    }
}
