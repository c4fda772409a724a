package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of keys, such as a mounted secret: UTF-8, one key a line ({@link KeyLine}), without empty lines and lines that
 * begin with {@code #}; a key is in the clear or {@code sha256:} and the 64 hexadecimal digits of its digest. CRLF line
 * ends are tolerated.
 */
public final class KeyFile {

    private static final int MAX_BYTES = 1024 * 1024;

    /** Of one provider; more are a mistake. */
    private static final int MAX_SECRETS = 100;

    private KeyFile() {}

    /**
     * The content of any file of the configuration, as it is now.
     *
     * @param file where it is
     * @return at most 1 MiB, without the byte order mark that some editors put before UTF-8
     * @throws IOException if it cannot be read or is larger; the message is fit for the log and quotes nothing of it
     */
    public static byte[] read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a named pipe would wait for its writer.
            throw new IOException("is not a regular file");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new IOException(Files.exists(file) ? "cannot be read" : "does not exist", e);
        }
        if (content.length > MAX_BYTES) {
            throw new IOException("is larger than 1 MiB");
        }
        if (beginsWith(content, 0xFF, 0xFE) || beginsWith(content, 0xFE, 0xFF)) {
            throw new IOException("is UTF-16 text and must be UTF-8");
        }
        return beginsWith(content, 0xEF, 0xBB, 0xBF) ? Arrays.copyOfRange(content, 3, content.length) : content;
    }

    private static boolean beginsWith(byte[] content, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i == content.length || Byte.toUnsignedInt(content[i]) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The keys in a file's content, those that have expired too.
     *
     * @param content what {@link #read} gave
     * @return at least one key, each once; all have different labels
     * @throws IOException if there is none, or a line is wrong; the message names the line and quotes nothing of it
     */
    public static List<ApiKey> parse(byte[] content) throws IOException {
        Map<String, ApiKey> keys = new LinkedHashMap<>();
        int number = 0;
        for (String line : lines(content)) {
            number++;
            if (isKey(line)) {
                ApiKey key = KeyLine.parse(line, number);
                ApiKey before = keys.putIfAbsent(key.label(), key);
                if (before != null && !before.sameAs(key)) {
                    throw new IOException("has in lines " + before.line() + " and " + number
                            + (before.isSameKey(key)
                                    ? " the same key with different names or attributes"
                                    : " two keys whose digests begin with the same eight digits, by which metrics tell"
                                            + " keys apart")
                            + "; remove one of the lines");
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("holds no key");
        }
        return List.copyOf(keys.values());
    }

    /**
     * The secrets in a provider's key file, one a line.
     *
     * @param content what {@link #read} gave
     * @return at least one key, each once
     * @throws IOException if there is none, there are too many, or one is not ASCII; the message quotes nothing of it
     */
    public static List<Secret> parseSecrets(byte[] content) throws IOException {
        List<String> keys =
                lines(content).stream().filter(KeyFile::isKey).distinct().toList();
        if (keys.isEmpty()) {
            throw new IOException("holds no key");
        }
        if (keys.size() > MAX_SECRETS) {
            throw new IOException("holds more than " + MAX_SECRETS + " keys");
        }
        for (String key : keys) {
            if (Quotes.around(key)) {
                throw new IOException("has quotation marks around the key, which would be a part of it");
            }
            if (!ApiKey.isPresentable(key)) {
                throw new IOException("has a character outside of ASCII");
            }
            if (key.indexOf(' ') >= 0) {
                throw new IOException("has a key with a blank in it; a provider's key stands alone on its line");
            }
        }
        return keys.stream().map(Secret::new).toList();
    }

    private static boolean isKey(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    private static List<String> lines(byte[] content) throws IOException {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.lines().map(String::strip).toList();
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8 text", e);
        }
    }
}
