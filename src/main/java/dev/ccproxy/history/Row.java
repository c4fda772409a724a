package dev.ccproxy.history;

/** What is kept. A row with the same key is a newer state of the same thing and takes its place. */
sealed interface Row permits Watch, Period, Bucket, Annotation {

    /** Different for all rows. */
    Object key();
}
