package dev.ccproxy.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The database can or must not be used as it is, until somebody does something about it. The message says why and what
 * to do, and can be shown to whoever asks; it follows "the database cannot be used: ".
 */
final class UnusableException extends SQLException {

    private static final long serialVersionUID = 1;

    UnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
