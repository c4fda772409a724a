package dev.ccproxy.usage;

import java.util.List;

/**
 * One sum of a report.
 *
 * @param names of the dimensions that were asked for, in their order; empty for what is not known
 */
record UsageRow(List<String> names, UsageFigures figures) {

    /** The order of rows, by their names. */
    static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
