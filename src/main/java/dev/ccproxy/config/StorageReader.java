package dev.ccproxy.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads {@code ccproxy.data-dir}, {@code ccproxy.datasource} and {@code ccproxy.node} into {@link StorageSettings}. */
final class StorageReader {

    private static final String DATA_DIR = "ccproxy.data-dir";
    private static final String DATASOURCE = "ccproxy.datasource";
    private static final String NODE = "ccproxy.node";

    private static final Pattern JNDI_NAME = Pattern.compile("[A-Za-z0-9_:/.-]{1,200}");
    private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,98}[A-Za-z0-9])?");

    private final ValueReader reader;
    private final Faults faults;

    StorageReader(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /** With what works and is probably a mistake added to the warnings. */
    StorageSettings read(@Nullable Integer port, List<String> warnings) {
        Path dataDir = reader.path(DATA_DIR);
        DataSource dataSource = dataSource();
        if (dataDir != null && dataSource == null && isMisread(dataDir)) {
            faults.add(
                    DATA_DIR,
                    "must be a path without ;"
                            + (File.separatorChar == '/' ? ", \\" : "")
                            + " and control characters, which the database in it cannot be given"
                            + FileName.of(dataDir)
                            + "; rename the directory, or choose another");
        } else if (dataDir != null && !(Files.isDirectory(dataDir) && Files.isWritable(dataDir))) {
            warnings.add(DATA_DIR + " is not a directory that the server's user can write" + FileName.of(dataDir)
                    + ", so that a maintenance"
                    + (dataSource == null ? ", the history, the usage and what is spent of budgets end" : " ends")
                    + " with a restart; create it, or give it to that user");
        }
        return new StorageSettings(dataDir, dataSource, node(port));
    }

    /** H2 takes what follows a semicolon for a setting, and a backslash for a slash. */
    private static boolean isMisread(Path directory) {
        return directory
                .toAbsolutePath()
                .toString()
                .chars()
                .anyMatch(c -> c == ';' || (c == '\\' && File.separatorChar == '/') || Character.isISOControl(c));
    }

    /** The name comes from the configuration and from nobody else. The server must know it when the application starts; whether its database can be reached is not asked here. */
    @SuppressWarnings("BanJNDI")
    private @Nullable DataSource dataSource() {
        String name = reader.text(DATASOURCE);
        if (name == null) {
            return null;
        }
        if (!JNDI_NAME.matcher(name).matches()) {
            faults.add(
                    DATASOURCE,
                    "must be the JNDI name of a DataSource such as jdbc/ccproxy, of letters, digits and _ : / . -");
            return null;
        }
        try {
            if (new InitialContext().lookup(name) instanceof DataSource found) {
                return found;
            }
            faults.add(DATASOURCE, "is the JNDI name of something that is not a DataSource (" + name + ")");
        } catch (NamingException e) {
            faults.add(
                    DATASOURCE,
                    "names a DataSource that the server does not have (" + name
                            + "); configure it there under that JNDI name, with its driver (database/README.md)");
        }
        return null;
    }

    private String node(@Nullable Integer port) {
        String name = reader.text(NODE);
        if (name == null) {
            return hostName() + (port == null ? "" : ":" + port);
        }
        if (!NODE_NAME.matcher(name).matches()) {
            faults.add(NODE, "must be 1 to 100 letters, digits, dots, underscores, colons and hyphens");
        }
        return name;
    }

    /** As the system has it: the JVM would ask the name server for it. */
    private String hostName() {
        String name = Objects.requireNonNullElse(reader.unchecked("HOSTNAME"), "");
        try {
            Path file = Path.of("/proc/sys/kernel/hostname");
            name = name.isBlank() && Files.isReadable(file)
                    ? Files.readString(file).strip()
                    : name.strip();
        } catch (IOException e) {
            // There is a name for that, too.
        }
        return NODE_NAME.matcher(name).matches() ? name : "localhost";
    }
}
