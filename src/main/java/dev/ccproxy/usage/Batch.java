package dev.ccproxy.usage;

import java.util.List;

/**
 * Attempts that are written together, or not at all.
 *
 * @param number counts up within one start of the program; a batch keeps it for ever, so that it is written once
 */
record Batch(long number, List<LedgerEntry> entries) {}
