package dev.ccproxy.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes of images, as others write them. */
class ImageSizeTest {

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "jpg"})
    void isReadFromWhatTheJdkWrites(String format) throws IOException {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(1234, 567, BufferedImage.TYPE_INT_RGB), format, image);

        assertThat(ImageSize.of(Base64.getEncoder().encodeToString(image.toByteArray())))
                .isEqualTo(new ImageSize(1234, 567));
    }

    /** Heads as RFC 9649 has them: lossy, lossless, and extended. */
    @ParameterizedTest
    @CsvSource({
        "524946464a000000574542505650382040000000d002009d012ad20437023e6d, 1234, 567",
        "52494646280000005745425056503 84c1b0000002fd184 8d00, 1234, 567",
        "524946466c00000057454250565038580a00000010000000d104003602 00, 1234, 567",
    })
    void isReadFromWebP(String hex, int width, int height) {
        byte[] head = HexFormat.of().parseHex(hex.replace(" ", "") + "0000000000");
        assertThat(ImageSize.of(Base64.getEncoder().encodeToString(head))).isEqualTo(new ImageSize(width, height));
    }

    @Test
    void isNotKnownOfAnythingElse() {
        for (String head : new String[] {"", "ffd8", "ffd8ffe0ffff", "89504e470d0a1a0a", "ffd8ff00", "474946383961"}) {
            byte[] bytes = HexFormat.of().parseHex(head);
            assertThat(ImageSize.of(Base64.getEncoder().encodeToString(bytes)))
                    .as(head)
                    .isNull();
        }
        assertThat(ImageSize.of("no base64!")).isNull();
        assertThat(ImageSize.of("/9j/".repeat(100_000))).isNull();
    }
}
