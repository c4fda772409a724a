package dev.ccproxy.limits;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What requests to one model have used lately, in one unit. */
final class ExpectedCost {

    /** Of fewer, nobody knows what is usual. */
    private static final int MIN_SAMPLES = 5;

    private static final int MAX_SAMPLES = 400;
    private static final int PERCENT = 99;
    private static final int HUNDRED = 100;

    /** Sorted as soon as such a part of them is new. */
    private static final int PARTS = 8;

    /** With some more, sums would not fit into a long, and take ten times as long. */
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.CEILING);

    /** It is an expectation, so that 15 digits are enough; objects from all over the memory would take far longer to compare. */
    private final double[] samples = new double[MAX_SAMPLES];

    private long count;
    private volatile @Nullable BigDecimal percentile;

    /** Whoever has used nothing says nothing about the others. */
    void add(BigDecimal used) {
        if (used.signum() > 0) {
            add(used.doubleValue());
        }
    }

    private synchronized void add(double used) {
        samples[(int) (count % MAX_SAMPLES)] = used;
        count++;
        int size = (int) Math.min(count, MAX_SAMPLES);
        if (count >= MIN_SAMPLES && (percentile == null || count % Math.max(1, size / PARTS) == 0)) {
            double[] sorted = Arrays.copyOf(samples, size);
            Arrays.sort(sorted);
            double found = sorted[(sorted.length * PERCENT + HUNDRED - 1) / HUNDRED - 1];
            percentile = BigDecimal.valueOf(found).round(DIGITS);
        }
    }

    /** What 99 of 100 do not exceed; null as long as there are too few. */
    @Nullable
    BigDecimal percentile() {
        return percentile;
    }
}
