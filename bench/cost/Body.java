import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What both answer: body.json of the WAR. */
final class Body {

    static final byte[] BYTES = read();

    private Body() {}

    private static byte[] read() {
        try (InputStream in = Body.class.getResourceAsStream("/body.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
