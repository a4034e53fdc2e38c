package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** What is known of many examples, by name, in an order: their inputs, or what is right for them. Immutable. */
final class Columns {
    private final ImmutableList<Named> all;

    private record Named(String name, Column column) {}

    private Columns(ImmutableList<Named> all) {
        this.all = all;
    }

    static Columns of(String name, Column main) {
        return new Columns(Lists.immutable.with(new Named(name, main)));
    }

    /** All of these. */
    static Columns of(NamedTensors given) {
        return new Columns(given.names()
                .collect(name -> new Named(
                        name,
                        given.hasIndices(name)
                                ? new Column.Whole(given.indices(name))
                                : new Column.Numbers(given.tensor(name)))));
    }

    Column main() {
        return all.getFirst().column;
    }

    ImmutableList<String> names() {
        return all.collect(Named::name);
    }

    boolean has(String name) {
        return all.anySatisfy(named -> named.name.equals(name));
    }

    Columns with(String name, Column further) {
        return new Columns(all.newWith(new Named(name, further)));
    }

    Columns with(NamedTensors further) {
        return new Columns(all.newWithAll(of(further).all));
    }

    /** The same with another main one. */
    Columns withMain(Column column) {
        return new Columns(all.collectWithIndex((named, index) -> index == 0 ? new Named(named.name, column) : named));
    }

    /** The same, but that tensors of one name are changed when a batch is taken. */
    Columns map(String name, UnaryOperator<Tensor> change, String operator) {
        return new Columns(all.collect(named ->
                named.name.equals(name) ? new Named(name, new Column.Changed(named.column, change, operator)) : named));
    }

    Columns to(DType dtype) {
        return new Columns(all.collect(named -> new Named(named.name, named.column.to(dtype))));
    }

    /** Some examples of these, in an order, as all there are. */
    Columns ordered(int[] order, int count) {
        if (Arrays.equals(order, IntStream.range(0, count).toArray())) {
            return this;
        }
        return new Columns(all.collect(named -> new Named(
                named.name,
                named.column instanceof Column.Whole whole
                        ? whole.take(order)
                        : new Column.Ordered(named.column, order))));
    }

    /** Those of the given examples, in that order. */
    NamedTensors take(int[] examples) {
        NamedTensors taken = NamedTensors.none();
        for (Named named : all) {
            taken = switch (named.column.take(examples)) {
                case Column.Numbers numbers -> taken.with(named.name, numbers.all());
                case Column.Whole whole -> taken.with(named.name, whole.all());
            };
        }
        return taken;
    }

    /**
     * These and then others of the same names and kinds.
     *
     * @param count how many these are
     * @param copies whether numbers are copied at once, and not when a batch is taken
     */
    Columns followedBy(int count, Columns others, boolean copies) {
        if (!names().equals(others.names())) {
            throw new ArgumentException(
                    "Dataset.concat", "the same parts in both data sets, as " + names(), others.names() + "", "");
        }
        return new Columns(all.zip(others.all).collect(pair -> {
            Column first = pair.getOne().column;
            Column second = pair.getTwo().column;
            if (first.isWhole() != second.isWhole()) {
                throw new ArgumentException(
                        "Dataset.concat", "indices or numbers in both data sets", "both as " + pair.getOne().name, "");
            }
            Column joined = first.isWhole()
                    ? first.wholeFollowedBy(count, second)
                    : copies && first instanceof Column.Numbers a && second instanceof Column.Numbers b
                            ? new Column.Numbers(Tensor.concat(0, a.all(), b.all()))
                            : new Column.Joined(first, count, second);
            return new Named(pair.getOne().name, joined);
        }));
    }
}
