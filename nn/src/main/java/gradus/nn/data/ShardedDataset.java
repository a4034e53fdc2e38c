package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import java.util.function.IntFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A data set in parts, one for each shard of a training, such as the files of a large one. Each step
 * takes from every part as many examples as its share, so that a process which computes some of the
 * shards needs no other parts. Immutable.
 *
 * {@snippet lang = java :
 * var parts = ShardedDataset.divide(data, 8);
 * trainer.shards(8).train(parts);
 * }
 */
public final class ShardedDataset {
    private final ImmutableIntList sizes;
    private final IntFunction<Dataset> parts;
    private final long size;

    private ShardedDataset(ImmutableIntList sizes, IntFunction<Dataset> parts) {
        this.sizes = sizes;
        this.parts = parts;
        this.size = sizes.sum();
    }

    /**
     * Parts that are all here.
     *
     * @throws ArgumentException if there is none, or a part has no examples
     */
    public static ShardedDataset of(ImmutableList<Dataset> parts) {
        return of(IntLists.immutable.withAll(parts.asLazy().collectInt(Dataset::size)), parts::get);
    }

    /**
     * Parts of which some may be elsewhere.
     *
     * @param sizes how many examples each part has: the same numbers in every process
     * @param parts gives a part by its number; asked for those alone whose shards this process
     *     computes, once for each epoch, so it had better remember them
     * @throws ArgumentException if there is none, or a part has no examples
     */
    public static ShardedDataset of(ImmutableIntList sizes, IntFunction<Dataset> parts) {
        if (sizes.isEmpty() || sizes.anySatisfy(count -> count < 1)) {
            throw new ArgumentException(
                    "ShardedDataset",
                    "one part or more, each with an example or more",
                    sizes.isEmpty() ? "none" : sizes.makeString(),
                    "");
        }
        return new ShardedDataset(sizes, parts);
    }

    /**
     * The examples in so many parts, which follow each other and differ in size by one at most: part p
     * has those from n p / count to n (p + 1) / count, rounded down.
     *
     * @throws ArgumentException unless {@code 1 <= count <= data.size()}
     */
    public static ShardedDataset divide(Dataset data, int count) {
        if (count < 1 || count > data.size()) {
            throw new ArgumentException(
                    "ShardedDataset.divide", "from 1 part to " + data.size(), count + "", "a part needs an example");
        }
        int[] starts = new int[count + 1];
        int[] sizes = new int[count];
        for (int part = 0; part < count; part++) {
            starts[part + 1] = (int) ((part + 1L) * data.size() / count);
            sizes[part] = starts[part + 1] - starts[part];
        }
        return new ShardedDataset(IntLists.immutable.with(sizes), part -> data.slice(starts[part], starts[part + 1]));
    }

    /** How many parts. */
    public int count() {
        return sizes.size();
    }

    /** How many examples in all parts. */
    public long size() {
        return size;
    }

    /** How many examples each part has. */
    public ImmutableIntList sizes() {
        return sizes;
    }

    /** How many examples a part has. */
    public int size(int part) {
        return sizes.get(part);
    }

    /**
     * The examples of a part.
     *
     * @throws ArgumentException if there are more or fewer of them than {@link #size(int)}
     */
    public Dataset part(int number) {
        Dataset part = parts.apply(number);
        if (part.size() != size(number)) {
            throw new ArgumentException(
                    "ShardedDataset", size(number) + " examples in part " + number, part.size() + "", "");
        }
        return part;
    }

    @Override
    public String toString() {
        return "ShardedDataset of " + size + " in " + count() + " parts";
    }
}
