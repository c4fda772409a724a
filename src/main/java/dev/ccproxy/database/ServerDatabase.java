package dev.ccproxy.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The server's own database, which it opens, watches and closes. */
record ServerDatabase(DataSource dataSource) implements Database.Source {

    @Override
    public Connection connect() throws SQLException {
        return dataSource.getConnection();
    }
}
