package dev.ccproxy.usage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the gateway is doing at the moment. */
public class Activity {

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final Map<String, AtomicInteger> byProvider = new ConcurrentHashMap<>();
    private final LongAdder pings = new LongAdder();

    public Activity() {}

    public void requestBegins() {
        requests.incrementAndGet();
    }

    public void requestEnds() {
        requests.decrementAndGet();
    }

    public void streamBegins() {
        streams.incrementAndGet();
    }

    public void streamEnds() {
        streams.decrementAndGet();
    }

    /** A provider begins to send what a client gets as a stream. */
    public void streamBegins(String provider) {
        byProvider.computeIfAbsent(provider, name -> new AtomicInteger()).incrementAndGet();
    }

    public void streamEnds(String provider) {
        byProvider.computeIfAbsent(provider, name -> new AtomicInteger()).decrementAndGet();
    }

    public void pingSent() {
        pings.increment();
    }

    /** How many requests of clients are under way. */
    public int requests() {
        return requests.get();
    }

    /** In how many of them the client is getting a stream. */
    public int streams() {
        return streams.get();
    }

    /** How many streams one provider is sending. */
    public int streams(String provider) {
        AtomicInteger its = byProvider.get(provider);
        return its == null ? 0 : its.get();
    }

    /** How many pings clients got in silent streams, since the start. */
    public long pings() {
        return pings.sum();
    }
}
