package gradus.nn.data;

import gradus.autodiff.Indices;
import gradus.nn.files.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** Two IDX files, read side by side. */
record IdxExamples(Path images, Path labels, ImmutableIntList image, int piece) implements ExampleSource {
    @Override
    public void read(Consumer<Dataset> pieces) {
        ByteSource.read(
                images,
                pictures -> ByteSource.read(labels, classes -> {
                    int count = Idx.count(pictures, image);
                    int labeled = Idx.count(classes, IntLists.immutable.empty());
                    if (count != labeled) {
                        throw classes.wrong(
                                4,
                                count + " labels, as many as images",
                                labeled + "",
                                "do the two files belong together?");
                    }
                    read(pictures, classes, count, pieces);
                    return count;
                }));
    }

    private void read(ByteSource pictures, ByteSource classes, int count, Consumer<Dataset> pieces) throws IOException {
        int width = (int) image.injectInto(1L, (Long product, int length) -> product * length)
                .longValue();
        for (int done = 0; done < count; done += piece) {
            int now = Math.min(piece, count - done);
            byte[] pixels = pictures.next((long) now * width, "data");
            byte[] bytes = classes.next(now, "data");
            int[] numbers = new int[now];
            for (int i = 0; i < now; i++) {
                numbers[i] = Byte.toUnsignedInt(bytes[i]);
            }
            pieces.accept(Dataset.ofBytes(pixels, Indices.of(numbers)));
        }
        pictures.end();
        classes.end();
    }
}
