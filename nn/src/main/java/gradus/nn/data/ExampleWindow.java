package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.nn.files.MemoryAtHand;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of the pieces of a stream. In a window it keeps so many examples; each that comes takes
 * the place of one drawn at random, which goes into the next batch, and in the end those left go in
 * random order. So the bits depend on nothing but the random numbers.
 */
final class ExampleWindow {
    /** For how many examples there is room at first. */
    private static final int FIRST = 16;

    private final int batchSize;
    private final int window;
    private final @Nullable RandomGenerator random;
    private final boolean dropsLast;
    private final Consumer<Batch> batches;
    private @Nullable ExampleRows kept;
    private @Nullable ExampleRows next;
    private int keptCount;
    private int nextCount;

    /**
     * A window for one walk through a stream.
     *
     * @param random null where examples stay in their order
     * @param dropsLast whether a last batch that is smaller is left out
     */
    ExampleWindow(
            int batchSize, int window, @Nullable RandomGenerator random, boolean dropsLast, Consumer<Batch> batches) {
        this.batchSize = batchSize;
        this.window = window;
        this.random = random;
        this.dropsLast = dropsLast;
        this.batches = batches;
    }

    /** Takes the examples of a piece. */
    void add(Dataset piece) {
        if (piece.size() == 0) {
            return;
        }
        ExampleRows rows = ExampleRows.of(piece);
        ExampleRows batch = next == null ? rows.resized(batchSize) : next;
        if (!batch.isLike(rows)) {
            throw new ArgumentException(
                    "StreamedDataset", "the same parts in all pieces, as " + batch, rows.toString(), "");
        }
        next = batch;
        for (int row = 0; row < rows.capacity(); row++) {
            if (random == null) {
                emit(rows, row, batch);
            } else {
                exchange(random, rows, row, batch);
            }
        }
    }

    private void exchange(RandomGenerator draws, ExampleRows rows, int row, ExampleRows batch) {
        ExampleRows examples = roomy(rows);
        if (keptCount < window) {
            examples.copy(rows, row, keptCount++);
        } else {
            int place = draws.nextInt(window);
            emit(examples, place, batch);
            examples.copy(rows, row, place);
        }
    }

    /** The window, which grows while it is not full. */
    private ExampleRows roomy(ExampleRows like) {
        ExampleRows now = kept;
        if (now == null || (keptCount == now.capacity() && keptCount < window)) {
            int size = now == null ? Math.min(window, FIRST) : (int) Math.min(window, 2L * now.capacity());
            if (!MemoryAtHand.has(2L * size * like.bytes())) { // the smaller one is there meanwhile
                throw new ArgumentException(
                        "StreamedDataset",
                        "memory for a window of " + window + " examples of " + like.bytes() + " bytes",
                        "too little for " + size,
                        "give more with -Xmx, or window(" + Math.max(1, size / 2) + ")");
            }
            now = (now == null ? like : now).resized(size);
            kept = now;
        }
        return now;
    }

    private void emit(ExampleRows from, int row, ExampleRows batch) {
        batch.copy(from, row, nextCount++);
        if (nextCount == batchSize) {
            hand(batch);
        }
    }

    private void hand(ExampleRows batch) {
        int count = nextCount;
        nextCount = 0;
        batches.accept(batch.batch(count));
    }

    /** No more pieces come. */
    void end() {
        ExampleRows batch = next;
        if (batch == null) {
            return;
        }
        ExampleRows left = kept;
        if (left != null && random != null) {
            for (int count = keptCount; count > 0; count--) {
                int place = random.nextInt(count);
                emit(left, place, batch);
                left.copy(left, count - 1, place);
            }
        }
        if (nextCount > 0 && !dropsLast) {
            hand(batch);
        }
    }
}
