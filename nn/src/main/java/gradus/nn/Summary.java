package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * The layers of a model as a table: where each is, what it gives for a batch of n examples, how
 * many numbers it learns, and how many floating point operations it takes for one example. A layer
 * made of layers comes before its parts, and its numbers include theirs.
 *
 * <pre>
 * layer                  output    parameters    flops
 * 0  Linear(784 -&gt; 300)  [n, 300]     235,500  470,700
 * 1  Softplus            [n, 300]           0      300
 * 2  Linear(300 -&gt; 10)   [n, 10]        3,010    6,010
 * total                  [n, 10]      238,510  477,010
 * </pre>
 *
 * <p>Flops follow the convention of {@link gradus.autodiff.graph.Cost}, for evaluation. A user's own
 * operator counts none, as nobody knows its flops.
 */
public record Summary(ImmutableList<Row> rows, Shape output, long parameterCount, long flops) {

    /** How many columns the table may have. */
    private static final int WIDEST = 100;

    /** How many the names of layers have in any case. */
    private static final int LEAST = 24;

    private static final String CUT = "...";

    /**
     * A layer.
     *
     * @param path where it is in the model, as in the names of its parameters; empty for the model
     *     itself
     * @param layer its description
     * @param output the shape of what it gives for one example
     * @param parameterCount how many numbers it learns
     * @param flops the floating point operations for one example
     */
    public record Row(String path, String layer, Shape output, long parameterCount, long flops) {}

    /**
     * The summary of a model, found by applying it in evaluation to one example of the given shape,
     * all zeros, of the type of its first parameter, or else of its first buffer.
     *
     * @throws ArgumentException if a layer's result has no axis for the examples
     */
    public static Summary of(Layer model, int... example) {
        Tensor x = Tensor.zeros(dtype(model), Shape.of(example)).expandDims(0);
        MutableList<Row> rows = Lists.mutable.empty();
        Mode mode = Mode.evaluation().watching((path, layer, input, y) -> insert(rows, row(path, layer, input, y)));
        Tensor y = model.forward(x, mode);
        Row whole = row("", model, x, y);
        return new Summary(
                rows.isEmpty() ? Lists.immutable.with(whole) : rows.toImmutable(),
                whole.output,
                whole.parameterCount,
                whole.flops);
    }

    private static DType dtype(Layer model) {
        ImmutableList<DType> types = model.parameters()
                .collect(Parameter::dtype)
                .newWithAll(model.namedBuffers().collect(named -> named.buffer().dtype()));
        return types.isEmpty() ? DType.F32 : types.getFirst();
    }

    /**
     * The layer is applied again, to a variable of its own, so that its graph holds its own
     * operations and no more.
     */
    private static Row row(String path, Layer layer, Tensor x, Tensor y) {
        if (y.shape().rank() == 0) {
            throw new ArgumentException(
                    "Summary", "layers that give a batch [n, ...]", "a single number from " + layer.description(), "");
        }
        Tensor recorded = layer.forward(x.asVariable(), Mode.evaluation());
        long flops = Graph.of(recorded).cost().flops();
        Shape example =
                Shape.of(Arrays.copyOfRange(y.shape().toArray(), 1, y.shape().rank()));
        return new Row(path, layer.description(), example, layer.parameterCount(), flops);
    }

    /** Before its parts, which were applied before it was done. */
    private static void insert(MutableList<Row> rows, Row row) {
        int place = rows.detectIndex(part -> part.path.startsWith(row.path + "."));
        rows.add(place < 0 ? rows.size() : place, row);
    }

    /**
     * The table, one line a layer and one for the whole model. Descriptions of layers that would make
     * it wider than 100 columns are cut.
     */
    @Override
    public String toString() {
        ImmutableList<ImmutableList<String>> lines = rows.collect(
                        row -> line((row.path + "  " + row.layer).strip(), row.output, row.parameterCount, row.flops))
                .newWith(line("total", output, parameterCount, flops));
        ImmutableList<ImmutableList<String>> table = Lists.immutable
                .with(Lists.immutable.with("layer", "output", "parameters", "flops"))
                .newWithAll(lines);
        int[] widths = new int[4];
        table.forEach(line -> line.forEachWithIndex((cell, i) -> widths[i] = Math.max(widths[i], cell.length())));
        widths[0] = Math.min(widths[0], Math.max(LEAST, WIDEST - widths[1] - widths[2] - widths[3] - 6));
        return table.collect(line -> line.collectWithIndex((cell, i) -> padded(cell, widths[i], i < 2))
                        .makeString("", "  ", "\n"))
                .makeString("");
    }

    private static ImmutableList<String> line(String layer, Shape output, long parameterCount, long flops) {
        String batch = output.dims().makeString("[n" + (output.rank() > 0 ? ", " : ""), ", ", "]");
        return Lists.immutable.with(layer, batch, count(parameterCount), count(flops));
    }

    private static String padded(String cell, int width, boolean left) {
        String shown = cell.length() > width ? cell.substring(0, width - CUT.length()) + CUT : cell;
        String blanks = " ".repeat(width - shown.length());
        return left ? shown + blanks : blanks + shown;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
