package dev.ccproxy.usage;

import java.util.List;

/**
 * One sum of a report.
 *
 * @param names of the dimensions that were asked for, in their order; empty for what is not known
 */
record UsageRow(List<String> names, UsageFigures figures) {}
