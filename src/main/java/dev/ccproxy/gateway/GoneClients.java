package dev.ccproxy.gateway;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Watches the connections of all clients that wait for a response, and says once of each that it has gone. */
final class GoneClients {

    private static final Logger LOG = System.getLogger(GoneClients.class.getName());

    /** Headers with which a proxy, or the server on its word, puts another address in the place of the connection's. */
    private static final Set<String> FORWARDED =
            Set.of("forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-proto", "x-forwarded-host");

    /** A connection that has been missing from the table for so many looks in a row has ended. */
    private static final int MAX_MISSED = 2;

    /** In so many requests, at the latest, it is found out whether the table has our clients' connections. */
    private static final int MAX_TRIALS = 100;

    private final SocketTable table;
    private final long shortest;
    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();

    /** Whether a client's connection was ever found in the table, so that it has them here. */
    private volatile boolean anySeen;

    private final AtomicInteger trials = new AtomicInteger();

    /**
     * Watches nobody yet.
     *
     * @param shortest the table is read only when a request has been waiting for so long, because reading it takes the CPU of
     *     several short requests
     */
    GoneClients(SocketTable table, Duration shortest) {
        this.table = table;
        this.shortest = shortest.toNanos();
        if (!table.isReadable()) {
            LOG.log(
                    Level.INFO,
                    "This system has no /proc/net/tcp: that a client has gone is seen only when something is sent to it");
        }
    }

    /** Watches the connection of a request from now on, until the watch is closed. */
    Watch watch(ClientRequest request, Runnable gone) {
        try {
            boolean forwarded = request.headers().stream()
                    .anyMatch(header -> FORWARDED.contains(header.name().toLowerCase(Locale.ROOT)));
            long key = SocketTable.key(request.peer(), request.peerPort(), request.localPort());
            Watch watch = new Watch(key, forwarded, gone);
            watched.add(watch);
            if (!anySeen && trials.incrementAndGet() <= MAX_TRIALS) {
                readTable();
            }
            return watch;
        } catch (UnknownHostException e) {
            // Something before us has put another text in the place of the address.
            return new Watch(0, true, gone);
        }
    }

    /** Looks at all of them once, if it is time to. */
    void look() {
        long now = System.nanoTime();
        if (watched.stream().anyMatch(watch -> now - watch.since >= shortest)) {
            readTable();
        }
    }

    private void readTable() {
        try {
            // Copied before the table is read: a connection that comes later is not missed in it.
            Set<Watch> all = Set.copyOf(watched);
            Map<Long, Boolean> found =
                    table.find(all.stream().map(watch -> watch.key).collect(Collectors.toSet()));
            all.forEach(watch -> watch.look(found.get(watch.key)));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "The table of connections cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** One connection. */
    final class Watch {

        private final long since = System.nanoTime();
        private final long key;
        private final Runnable gone;

        /** Whether the table may have this connection under another address. */
        private final boolean forwarded;

        private boolean seen;
        private int missed;

        private Watch(long key, boolean forwarded, Runnable gone) {
            this.key = key;
            this.gone = gone;
            this.forwarded = forwarded;
        }

        private void look(@Nullable Boolean established) {
            if (established == null) {
                // The kernel's table is no snapshot, and may lack a row once.
                missed += seen || (anySeen && !forwarded) ? 1 : 0;
            } else if (established) {
                seen = true;
                anySeen = true;
                missed = 0;
            }
            boolean closed = established != null && !established;
            if ((closed || missed == MAX_MISSED) && watched.remove(this)) {
                gone.run();
            }
        }

        /** Ends it. */
        void close() {
            watched.remove(this);
        }
    }
}
