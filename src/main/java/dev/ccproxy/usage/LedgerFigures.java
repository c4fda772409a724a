package dev.ccproxy.usage;

import java.math.BigDecimal;
import java.util.Map;

/**
 * How the ledger is.
 *
 * @param kept whether it could be written the last time
 * @param waiting attempts that wait to be written
 * @param lost attempts that are in no sum, because too many were waiting, or because the database refused them
 * @param costs since the start, in US dollars, by team; the empty one for clients without a team
 */
public record LedgerFigures(boolean kept, long waiting, long lost, Map<String, BigDecimal> costs) {

    /** Of a ledger that has nothing yet. */
    public static final LedgerFigures NONE = new LedgerFigures(true, 0, 0, Map.of());
}
