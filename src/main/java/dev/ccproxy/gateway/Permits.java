package dev.ccproxy.gateway;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import java.util.HashMap;
import java.util.Map;

/** How many requests may be under way at once: of all clients together, and of one of them at most half as many. */
final class Permits {

    private final int max;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int underWay;

    Permits(int max) {
        this.max = max;
    }

    /**
     * Takes a permit, which is given back by {@link #release}.
     *
     * @throws ErrorException 529 if there is none
     */
    synchronized void acquire(String client) {
        int ofClient = byClient.getOrDefault(client, 0);
        if (underWay >= max) {
            throw new ErrorException(
                    ErrorType.OVERLOADED,
                    max + " requests are under way, which is the most (ccproxy.gateway.max-requests)");
        }
        if (ofClient >= maxOfClient()) {
            throw new ErrorException(
                    ErrorType.OVERLOADED,
                    ofClient + " requests of client " + client
                            + " are under way, which is the most for one client (half of ccproxy.gateway.max-requests)");
        }
        underWay++;
        byClient.put(client, ofClient + 1);
    }

    synchronized void release(String client) {
        underWay--;
        byClient.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
    }

    synchronized int underWay() {
        return underWay;
    }

    private int maxOfClient() {
        return (max + 1) / 2;
    }
}
