package dev.ccproxy.gateway;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Watches the connections of all clients that wait for a response, and says once of each that it has gone. */
final class GoneClients {

    private static final Logger LOG = System.getLogger(GoneClients.class.getName());

    private final SocketTable table;
    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();

    GoneClients(SocketTable table) {
        this.table = table;
        if (!table.isReadable()) {
            LOG.log(
                    Level.INFO,
                    "This system has no /proc/net/tcp: that a client has gone is seen only when something is sent to it");
        }
    }

    /** Watches the connection of a request from now on, until the watch is closed. */
    Watch watch(ClientRequest request, Runnable gone) {
        try {
            Watch watch = new Watch(SocketTable.key(request.peer(), request.peerPort(), request.localPort()), gone);
            watched.add(watch);
            return watch;
        } catch (UnknownHostException e) {
            // Something before us has put another text in the place of the address.
            return new Watch(0, gone);
        }
    }

    /** Looks at all of them once. */
    void look() {
        if (watched.isEmpty()) {
            return;
        }
        try {
            // Copied before the table is read: a connection that comes later is not missed in it.
            Set<Watch> now = Set.copyOf(watched);
            Set<Long> established =
                    table.established(now.stream().map(watch -> watch.key).collect(Collectors.toSet()));
            now.forEach(watch -> watch.look(established.contains(watch.key)));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "The table of connections cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** One connection. */
    final class Watch {

        private final long key;
        private final Runnable gone;
        private boolean seen;

        private Watch(long key, Runnable gone) {
            this.key = key;
            this.gone = gone;
        }

        /** A connection that was never in the table, as behind something that hides it, does not count as gone. */
        private void look(boolean established) {
            if (established) {
                seen = true;
            } else if (seen && watched.remove(this)) {
                gone.run();
            }
        }

        /** Ends it. */
        void close() {
            watched.remove(this);
        }
    }
}
