package dev.ccproxy.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hosts of {@code NO_PROXY}, separated by commas or blanks, that are reached without the proxy. */
final class NoProxy {

    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

    /** What looks like a host, a block or a URL, and not like a part of a password, may be shown. */
    private static final Pattern SHOWN = Pattern.compile(
            "([a-z0-9]{1,10}://)?([a-z0-9_*./\\[\\]-]{0,64}(:[0-9]{0,8})?/?|[0-9a-f:./%\\[\\]]{0,64})",
            Pattern.CASE_INSENSITIVE);

    private final List<NoProxyEntry> entries = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    NoProxy(@Nullable Variable variable) {
        if (variable == null) {
            return;
        }
        List<String> texts = entries(variable.value());
        for (int i = 0; i < texts.size(); i++) {
            NoProxyEntry entry = NoProxyEntry.parse(texts.get(i).toLowerCase(Locale.ROOT));
            if (entry == null) {
                // With an at sign anywhere, any part may belong to a password.
                boolean shown = SHOWN.matcher(texts.get(i)).matches()
                        && !variable.value().contains("@");
                warnings.add(variable.name() + " has the entry " + (shown ? texts.get(i) : "number " + (i + 1))
                        + ", which exempts nothing from the proxy; an entry is a host's name, which stands for all below"
                        + " it too, an address, or a block such as 10.0.0.0/8, each with a port (1 to 65535) or without"
                        + " and with no scheme, or it is * alone");
            } else {
                entries.add(entry);
            }
        }
    }

    /** Whether the value or one of its entries is in quotation marks. */
    static boolean isQuoted(Variable variable) {
        return Quotes.around(variable.value())
                || entries(variable.value()).stream().anyMatch(Quotes::around);
    }

    private static List<String> entries(String value) {
        return Arrays.stream(SEPARATOR.split(value, -1))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    boolean matches(URI url) {
        String host = NoProxyEntry.bare(url.getHost().toLowerCase(Locale.ROOT));
        int port = url.getPort() != -1 ? url.getPort() : DefaultPort.of(url.getScheme());
        return entries.stream().anyMatch(entry -> entry.matches(host, port));
    }

    /** A sentence for each entry that has no effect. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
