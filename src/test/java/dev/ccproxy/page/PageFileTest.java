package dev.ccproxy.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFileTest {

    private static final byte[] TEXT = "body { margin: 0; }\n".repeat(50).getBytes(UTF_8);

    private final PageFile file = PageFile.of("style.css", TEXT);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "- | -",
                "identity | -",
                "br | -",
                "gzip | gzip",
                "gzip, deflate, br, zstd | gzip",
                "GZIP | gzip",
                "gzip;q=0 | -",
                "gzip;q=0.0, identity | -"
            })
    void isCompressedForThoseWhoTakeThat(String acceptEncoding, String encoding) {
        assertThat(file.formFor(acceptEncoding).encoding()).isEqualTo(encoding);
    }

    @Test
    void isTheSameInBothForms() throws IOException {
        assertThat(file.formFor(null).bytes()).isEqualTo(TEXT);
        byte[] compressed = file.formFor("gzip").bytes();
        assertThat(compressed).hasSizeLessThan(TEXT.length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(TEXT);
    }

    @Test
    void hasATagForEachFormAndContent() {
        PageFile.Form plain = file.formFor(null);
        PageFile.Form compressed = file.formFor("gzip");

        assertThat(plain.etag()).matches("\"[0-9a-f]{32}\"").isNotEqualTo(compressed.etag());
        assertThat(PageFile.of("style.css", new byte[1]).formFor(null).etag()).isNotEqualTo(plain.etag());
        assertThat(plain.isKnownTo(null)).isFalse();
        assertThat(plain.isKnownTo(compressed.etag())).isFalse();
        assertThat(plain.isKnownTo("\"other\", W/" + plain.etag())).isTrue();
        assertThat(plain.isKnownTo("*")).isTrue();
    }

    @Test
    void refusesAFileWhoseTypeIsNotKnown() {
        assertThatThrownBy(() -> PageFile.of("page.exe", TEXT)).hasMessageContaining("page.exe");
    }
}
