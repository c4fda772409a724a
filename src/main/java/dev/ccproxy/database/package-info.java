/**
 * The database: the server's own DataSource or an embedded one, its schema and its migrations. Knows nothing of what is
 * kept in it.
 */
@NullMarked
package dev.ccproxy.database;

import org.jspecify.annotations.NullMarked;
