package dev.ccproxy.openai;

import dev.ccproxy.messages.ImageSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens an image takes ("Images and vision", "Calculating costs", in OpenAI's documentation): by tiles, or by patches
 * of which there is a largest number.
 *
 * @param base those of each image
 * @param size of a tile or a patch, in pixels
 * @param most how many patches there may be; 0 for tiles, of which the number follows from the sizes that an image is made to
 * @param percent of a token that a tile or a patch takes
 */
record ImageTokens(int base, int size, int most, int percent) {

    /** Images are made to fit into a square of this size, and then to have no more than this as the smaller side. */
    private static final double FIT = 2048;

    private static final double SMALLER_SIDE = 768;

    /** What is set in the table of quirks: {@code tiles,BASE,EACH} or {@code patches,SIZE,MOST,PERCENT}. */
    static ImageTokens of(List<String> setting) {
        return setting.get(0).equals("tiles")
                ? new ImageTokens(Integer.parseInt(setting.get(1)), 512, 0, 100 * Integer.parseInt(setting.get(2)))
                : new ImageTokens(
                        0,
                        Integer.parseInt(setting.get(1)),
                        Integer.parseInt(setting.get(2)),
                        Integer.parseInt(setting.get(3)));
    }

    /** Those of an image of a size; if it is not known, of a large one. */
    long of(@Nullable ImageSize image) {
        double width = image == null ? FIT : image.width();
        double height = image == null ? FIT : image.height();
        long parts;
        if (most == 0) {
            double scale = Math.min(1, FIT / Math.max(width, height));
            scale *= Math.min(1, SMALLER_SIDE / (scale * Math.min(width, height)));
            parts = parts(width * scale) * parts(height * scale);
        } else {
            parts = Math.min(most, parts(width) * parts(height));
        }
        return base + (parts * percent + 99) / 100;
    }

    private long parts(double pixels) {
        return (long) Math.ceil(Math.round(pixels) / (double) size);
    }
}
