package dev.ccproxy.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database with the schema of this program. Nothing here is done at the start: the first use brings the schema up to
 * date, and whoever finds the database away tries again later. Its methods wait for the database, so that only threads
 * may call them that nothing else waits for.
 */
public final class Database {

    private final Source source;
    private final String storage;
    private volatile boolean migrated;

    Database(Source source, String storage) {
        this.source = source;
        this.storage = storage;
    }

    /** Where connections come from. */
    interface Source {
        Connection connect() throws SQLException;

        /** The same, or what is known about it. */
        default SQLException explained(SQLException failure) {
            return failure;
        }

        /** Ends what it has opened, and from then on opens nothing. */
        default void close() {}
    }

    /** What is done with a connection within one transaction. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** {@code database} for the server's own, {@code file} for the embedded one. */
    public String storage() {
        return storage;
    }

    /**
     * Does something in one transaction, of which either everything happens or nothing.
     *
     * @throws UnusableException if somebody has to do something before the database can be used
     */
    public <T> T inTransaction(Work<T> work) throws SQLException {
        try {
            return connected(work);
        } catch (SQLException e) {
            throw source.explained(e);
        }
    }

    /**
     * Reads something in one transaction, in which nothing changes that others do meanwhile.
     *
     * @throws UnusableException if somebody has to do something before the database can be used
     */
    public <T> T inSnapshot(Work<T> work) throws SQLException {
        return inTransaction(connection -> {
            int usual = connection.getTransactionIsolation();
            // What has read the state of the schema is a transaction of its own.
            connection.commit();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return work.run(connection);
            } finally {
                connection.rollback();
                // A pool gives this connection to others.
                connection.setTransactionIsolation(usual);
            }
        });
    }

    private <T> T connected(Work<T> work) throws SQLException {
        try (Connection connection = source.connect()) {
            connection.setAutoCommit(false);
            try {
                migrate(connection);
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** By one thread at a time: H2 does not bear two that change the schema. */
    private void migrate(Connection connection) throws SQLException {
        if (!migrated) {
            synchronized (this) {
                if (!migrated) {
                    Migrations.apply(connection);
                    connection.commit();
                    migrated = true;
                }
            }
        }
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** Closes an embedded database for ever. */
    public void close() {
        source.close();
    }
}
