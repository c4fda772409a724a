package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A file of rows beside a class: a row a line, its cells separated by {@code |}; lines that begin with # are comments. */
final class TableFile {

    private TableFile() {}

    /** The cells of each row, without the blanks around them. */
    static List<List<String>> rows(Class<?> beside, String file) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> list(line, "\\|"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of a cell that are separated by commas. */
    static List<String> words(String cell) {
        return list(cell, ",");
    }

    private static List<String> list(String text, String separator) {
        return Arrays.stream(text.split(separator, -1)).map(String::strip).toList();
    }
}
