package gradus.nn.data;

import gradus.autodiff.Gradus;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Changes images on as many threads as there are to be, each image on one. */
final class ImageThreads {
    private ImageThreads() {}

    /** Does something for each of {@code count} images, in parts that follow each other. */
    static void each(int count, IntConsumer work) {
        int parts = Math.min(count, Gradus.threads());
        IntStream.range(0, parts).parallel().forEach(part -> {
            int end = (int) ((part + 1L) * count / parts);
            for (int image = (int) ((long) part * count / parts); image < end; image++) {
                work.accept(image);
            }
        });
    }
}
