package dev.ccproxy.messages;

import jakarta.json.JsonNumber;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A number as it is written. */
record ExactNumber(String text) implements JsonNumber {

    @Override
    public ValueType getValueType() {
        return ValueType.NUMBER;
    }

    @Override
    public boolean isIntegral() {
        return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    }

    @Override
    public int intValue() {
        return (int) doubleValue();
    }

    @Override
    public int intValueExact() {
        return Integer.parseInt(text);
    }

    @Override
    public long longValue() {
        return (long) doubleValue();
    }

    @Override
    public long longValueExact() {
        return Long.parseLong(text);
    }

    @Override
    public BigInteger bigIntegerValue() {
        return new BigInteger(text);
    }

    @Override
    public BigInteger bigIntegerValueExact() {
        return new BigInteger(text);
    }

    @Override
    public double doubleValue() {
        return Double.parseDouble(text);
    }

    @Override
    public BigDecimal bigDecimalValue() {
        return new BigDecimal(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
