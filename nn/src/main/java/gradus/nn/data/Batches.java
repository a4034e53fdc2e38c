package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.IndexException;
import java.util.Iterator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.utility.LazyIterate;

/**
 * The examples of a data set, in order, in batches of {@code size}; the last one is smaller where
 * they do not come out even, or left out. Each walk through them makes the batches anew, one at a
 * time.
 */
public record Batches(Dataset data, int size, boolean dropsLast) implements Iterable<Batch> {

    /**
     * Batches of a data set.
     *
     * @throws ArgumentException unless the size is 1 or more
     */
    public Batches {
        if (size < 1) {
            throw new ArgumentException("batches", "a size of 1 or more", size + "", "");
        }
    }

    /** The same batches without a last one that is smaller. */
    public Batches dropLast() {
        return new Batches(data, size, true);
    }

    /**
     * The same batches with their images changed at random: a walk goes on where the random numbers
     * are.
     */
    public Iterable<Batch> augmented(Augmentation augmentation, RandomGenerator random) {
        return LazyIterate.collect(this, batch -> augmentation.apply(batch, random));
    }

    /** How many batches. */
    public int count() {
        return dropsLast ? data.size() / size : Math.ceilDiv(data.size(), size);
    }

    @Override
    public Iterator<Batch> iterator() {
        return IntStream.range(0, count()).mapToObj(this::get).iterator();
    }

    private Batch get(int number) {
        return examples(number).all();
    }

    /**
     * The examples of a batch, of which no tensors are made yet.
     *
     * @param number from 0
     * @throws IndexException unless {@code 0 <= number < count()}
     */
    public Dataset examples(int number) {
        if (number < 0 || number >= count()) {
            throw new IndexException("Batches.examples", "0 <= number < " + count(), number + "", "");
        }
        int from = number * size;
        return data.slice(from, from + Math.min(size, data.size() - from));
    }
}
