package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.MutableList;

/**
 * Tensors and {@link Indices} by name, in an order: what a {@link Model} is given for some examples,
 * or what it gives for them. The first is the main one, which is all that a {@link Layer} takes.
 * Immutable.
 *
 * {@snippet lang = java :
 * var asked = NamedTensors.of("film", Indices.of(3, 1)).with("age", Tensor.of(new float[][] {{31}, {7}}));
 * asked.indices("film"); // [2]
 * asked.tensor("age"); // [2, 1]
 * }
 */
public final class NamedTensors {
    private static final NamedTensors NONE = new NamedTensors(Lists.immutable.empty());

    private final ImmutableList<NamedEntry> entries;
    private final ImmutableList<String> names;

    private NamedTensors(ImmutableList<NamedEntry> entries) {
        this.entries = entries;
        this.names = entries.collect(NamedEntry::name);
    }

    /** Nothing yet. */
    public static NamedTensors none() {
        return NONE;
    }

    /** One tensor. */
    public static NamedTensors of(String name, Tensor tensor) {
        return NONE.with(name, tensor);
    }

    /** Some whole numbers. */
    public static NamedTensors of(String name, Indices indices) {
        return NONE.with(name, indices);
    }

    /**
     * These and a tensor.
     *
     * @throws ArgumentException if the name is blank or known already
     */
    public NamedTensors with(String name, Tensor tensor) {
        return with(new NamedEntry.Numbers(name, tensor));
    }

    /**
     * These and some whole numbers.
     *
     * @throws ArgumentException if the name is blank or known already
     */
    public NamedTensors with(String name, Indices indices) {
        return with(new NamedEntry.Whole(name, indices));
    }

    /**
     * The same with another tensor of that name.
     *
     * @throws ArgumentException if nothing has the name
     */
    public NamedTensors replaced(String name, Tensor tensor) {
        String old = entry(name).name(); // refuses a name that nothing has
        return new NamedTensors(
                entries.collect(entry -> entry.name().equals(old) ? new NamedEntry.Numbers(name, tensor) : entry));
    }

    private NamedTensors with(NamedEntry entry) {
        if (entry.name().isBlank()) {
            throw new ArgumentException("NamedTensors", "a name", "'" + entry.name() + "'", "");
        }
        if (has(entry.name())) {
            throw new ArgumentException("NamedTensors", "each name once", "'" + entry.name() + "' twice", "");
        }
        return new NamedTensors(entries.newWith(entry));
    }

    /** The names in their order. */
    public ImmutableList<String> names() {
        return names;
    }

    /** Whether something has the name. */
    public boolean has(String name) {
        return names.contains(name);
    }

    /**
     * Whether whole numbers have the name.
     *
     * @throws ArgumentException if nothing has it
     */
    public boolean hasIndices(String name) {
        return entry(name) instanceof NamedEntry.Whole;
    }

    private NamedEntry entry(String name) {
        NamedEntry found = entries.detect(entry -> entry.name().equals(name));
        if (found == null) {
            throw new ArgumentException("NamedTensors", "one of the names " + names(), "\"" + name + "\"", "");
        }
        return found;
    }

    /**
     * The tensor of that name.
     *
     * @throws ArgumentException if there is none, or whole numbers have the name
     */
    public Tensor tensor(String name) {
        if (entry(name) instanceof NamedEntry.Numbers numbers) {
            return numbers.tensor();
        }
        throw new ArgumentException(
                "NamedTensors", "a tensor", entry(name) + "", "ask for indices(\"" + name + "\") or their toTensor");
    }

    /**
     * The whole numbers of that name.
     *
     * @throws ArgumentException if there are none, or a tensor has the name
     */
    public Indices indices(String name) {
        if (entry(name) instanceof NamedEntry.Whole whole) {
            return whole.indices();
        }
        throw new ArgumentException("NamedTensors", "indices", entry(name) + "", "ask for tensor(\"" + name + "\")");
    }

    /**
     * The main one, as a tensor. Whole numbers become one of type F32, from which {@code Embedding}
     * takes them back.
     *
     * @throws ArgumentException if there is none, or a whole number is too large to be exact
     */
    public Tensor first() {
        if (entries.isEmpty()) {
            throw new ArgumentException("NamedTensors", "at least one tensor", "none", "");
        }
        return switch (entries.getFirst()) {
            case NamedEntry.Numbers numbers -> numbers.tensor();
            case NamedEntry.Whole whole -> whole.indices().toTensor(DType.F32);
        };
    }

    /** The shape of what has the name. */
    public Shape shape(String name) {
        return entry(name).shape();
    }

    /**
     * How many examples there are: the length of the first axis, which all have in common.
     *
     * @throws ShapeException if they do not
     */
    public int examples(String operator) {
        int count = entries.isEmpty() || entries.getFirst().shape().rank() == 0
                ? 0
                : entries.getFirst().shape().dim(0);
        if (entries.anySatisfy(
                entry -> entry.shape().rank() == 0 || entry.shape().dim(0) != count)) {
            throw new ShapeException(operator, "parts [n, ...] of as many examples each", toString(), "");
        }
        return count;
    }

    /**
     * The examples from {@code from} up to, not including, {@code to}, of each.
     *
     * @throws IndexException unless {@code 0 <= from <= to}, and there are so many
     */
    public NamedTensors slice(int from, int to) {
        int count = examples("NamedTensors.slice");
        if (from < 0 || from > to || to > count) {
            throw new IndexException(
                    "NamedTensors.slice", "0 <= from <= to <= " + count, "from " + from + ", to " + to, "");
        }
        return new NamedTensors(entries.collect(entry -> entry.slice(from, to)));
    }

    /** The same with other tensors, made of these one by one; whole numbers stay. */
    public NamedTensors mapTensors(UnaryOperator<Tensor> change) {
        return new NamedTensors(entries.collect(entry -> entry instanceof NamedEntry.Numbers numbers
                ? new NamedEntry.Numbers(numbers.name(), change.apply(numbers.tensor()))
                : entry));
    }

    /** Whether all numbers of all tensors are finite. */
    public boolean isFinite() {
        return entries.allSatisfy(entry -> !(entry instanceof NamedEntry.Numbers numbers)
                || numbers.tensor().isFinite());
    }

    /** Whether a tensor depends on variables. */
    boolean isTracked() {
        return entries.anySatisfy(entry ->
                entry instanceof NamedEntry.Numbers numbers && numbers.tensor().isTracked());
    }

    /** The same, for longer than the scope in which they were computed. */
    public NamedTensors keep() {
        return mapTensors(Tensor::keep);
    }

    /**
     * The examples of all, one after the other.
     *
     * @throws ArgumentException if there are none, or they have other names or kinds
     * @throws ShapeException if they have other shapes
     */
    public static NamedTensors concat(ListIterable<NamedTensors> all) {
        if (all.isEmpty()) {
            throw new ArgumentException("NamedTensors.concat", "at least one", "none", "");
        }
        NamedTensors first = all.getFirst();
        all.forEach(first::requireLike);
        MutableList<NamedEntry> joined = Lists.mutable.empty();
        for (int i = 0; i < first.entries.size(); i++) {
            int place = i;
            joined.add(first.entries.get(i).followedBy(all.collect(each -> each.entries.get(place))));
        }
        return new NamedTensors(joined.toImmutable());
    }

    private void requireLike(NamedTensors other) {
        boolean alike = names().equals(other.names())
                && entries.zip(other.entries)
                        .allSatisfy(pair ->
                                pair.getOne().getClass() == pair.getTwo().getClass());
        if (!alike) {
            throw new ArgumentException(
                    "NamedTensors.concat", "the same names and kinds in all, as " + this, other.toString(), "");
        }
    }

    /** The names and shapes, such as {@code film indices[2], age F32[2, 1]}. */
    @Override
    public String toString() {
        return entries.isEmpty() ? "nothing" : entries.makeString();
    }
}
