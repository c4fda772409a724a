package dev.ccproxy.history;

import java.util.Map;

/**
 * What metrics tell of the history, from memory.
 *
 * @param availability the part of the known time in which a provider could be used, 0 to 1, by window and provider; as old as
 *     a minute, and empty when it could not be read for 5 minutes
 * @param kept whether the database took everything the last time
 * @param waitingRows how many rows wait for it
 * @param lostRows how many rows were lost since the start
 */
public record HistoryFigures(
        Map<String, Map<String, Double>> availability, boolean kept, int waitingRows, long lostRows) {}
