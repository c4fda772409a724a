package dev.ccproxy.database;

import java.sql.SQLException;

/** The schema is that of a newer version of this program, which this one must neither read nor write. */
public final class NewerSchemaException extends SQLException {

    private static final long serialVersionUID = 1;

    NewerSchemaException(int found, int known) {
        super("its schema has version " + found + ", of a newer CCProxy, and this one knows version " + known
                + "; use the newer one, or another database");
    }
}
