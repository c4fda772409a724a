package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.config.PriceList.Discount;
import dev.ccproxy.config.PriceList.Price;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of prices: UTF-8, a line each, without empty lines and lines that begin with {@code #}.
 *
 * <pre>
 * source URL DATE                             the page with the prices that follow, and when it was read
 * PROVIDER/MODEL[,MODEL…] from=DATE input=…   a price ({@link PriceLine})
 * discount PROVIDER PERCENT from=DATE         what the company pays less
 * shipped                                     all lines of the file that comes with this program
 * </pre>
 */
public final class PriceFile {

    private static final String SHIPPED = "prices.txt";

    /** Of one file; more are a mistake. */
    private static final int MAX_LINES = 5000;

    private static final BigDecimal MAX_PERCENT = new BigDecimal(100);

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,2})?");

    private final List<Price> prices = new ArrayList<>();
    private final List<Discount> discounts = new ArrayList<>();
    private @Nullable String source;
    private @Nullable LocalDate readOn;

    private PriceFile() {}

    /** The prices that come with this program. */
    public static PriceList shipped() {
        try (InputStream in = Objects.requireNonNull(PriceFile.class.getResourceAsStream(SHIPPED), SHIPPED)) {
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The prices in a file's content.
     *
     * @param content what {@link KeyFile#read} gave
     * @throws IOException if a line is wrong; the message follows "names a file that", names the line and quotes nothing of it
     */
    public static PriceList parse(byte[] content) throws IOException {
        PriceFile file = new PriceFile();
        int number = 0;
        for (String line : lines(content)) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                file.add(line, number);
            }
        }
        if (number > MAX_LINES) {
            throw new IOException("has more than " + MAX_LINES + " lines");
        }
        return new PriceList(List.copyOf(file.prices), List.copyOf(file.discounts));
    }

    private static List<String> lines(byte[] content) throws IOException {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.lines().map(String::strip).toList();
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8 text", e);
        }
    }

    private void add(String line, int number) throws IOException {
        List<String> words = Arrays.asList(BLANKS.split(line));
        switch (words.get(0)) {
            case "shipped" -> {
                if (words.size() > 1) {
                    throw wrong(number, "must have shipped alone");
                }
                PriceList shipped = shipped();
                for (Price price : shipped.prices()) {
                    add(price, number);
                }
                discounts.addAll(shipped.discounts());
            }
            case "source" -> readSource(words, number);
            case "discount" -> discounts.add(discount(words, number));
            default -> add(PriceLine.parse(words, number, source, readOn), number);
        }
    }

    private void add(Price price, int number) throws IOException {
        if (prices.stream()
                .anyMatch(other ->
                        other.isOfSame(price) && other.from().equals(price.from()) && other.over() == price.over())) {
            throw wrong(number, "has a second price for the same models, date and size; remove one of them");
        }
        prices.add(price);
    }

    private void readSource(List<String> words, int number) throws IOException {
        if (words.size() != 3 || !isUrl(words.get(1))) {
            throw wrong(number, "must be: source URL DATE");
        }
        source = words.get(1);
        readOn = date(words.get(2), number);
    }

    private static boolean isUrl(String text) {
        try {
            return text.startsWith("https://") && URI.create(text).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Discount discount(List<String> words, int number) throws IOException {
        if (words.size() != 4
                || !Names.isName(words.get(1))
                || !PERCENT.matcher(words.get(2)).matches()
                || !words.get(3).startsWith("from=")) {
            throw wrong(
                    number,
                    "must be: discount PROVIDER PERCENT from=DATE, such as discount anthropic 12.5 from=2026-01-01");
        }
        BigDecimal percent = new BigDecimal(words.get(2));
        if (percent.signum() == 0 || percent.compareTo(MAX_PERCENT) > 0) {
            throw wrong(number, "must have a discount above 0 and of at most 100 percent");
        }
        return new Discount(words.get(1), percent, date(words.get(3).substring("from=".length()), number));
    }

    static LocalDate date(String text, int number) throws IOException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("has in line " + number + " a date that is none; write it as 2026-12-31", e);
        }
    }

    static IOException wrong(int number, String what) {
        return new IOException("has a wrong line " + number + ", which " + what);
    }
}
