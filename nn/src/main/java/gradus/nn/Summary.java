package gradus.nn;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** The layers of a model as a table: what each gives for a batch of n examples, and how many numbers it learns. */
public record Summary(ImmutableList<Row> rows, long parameterCount) {

    /** A layer, the shape of what it gives for one example, and how many numbers it learns. */
    public record Row(String layer, Shape output, long parameterCount) {}

    /** Applies the layers to one example of the given shape, all zeros. */
    public static Summary of(Sequential model, int... example) {
        MutableList<Row> rows = Lists.mutable.empty();
        DType dtype = model.parameters().isEmpty()
                ? DType.F32
                : model.parameters().getFirst().dtype();
        Shape shape = Shape.of(example);
        Tensor x = Tensor.zeros(dtype, shape).expandDims(0);
        for (Layer layer : model.layers()) {
            x = layer.forward(x, Mode.evaluation());
            rows.add(new Row(layer.description(), x.select(0, 0).shape(), layer.parameterCount()));
        }
        return new Summary(rows.toImmutable(), model.parameterCount());
    }

    @Override
    public String toString() {
        int width = Math.max(
                "layer".length(), rows.collectInt(row -> row.layer.length()).maxIfEmpty(0));
        return line(width, "layer", "output", "parameters")
                + rows.collect(row -> line(width, row.layer, output(row.output), count(row.parameterCount)))
                        .makeString("")
                + line(width, "total", "", count(parameterCount));
    }

    private static String line(int width, String layer, String output, String parameters) {
        return ("%-" + width + "s  %-16s  %12s\n").formatted(layer, output, parameters);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String output(Shape shape) {
        return "["
                + Lists.mutable
                        .<Object>with("n")
                        .withAll(shape.dims().collect(dim -> dim))
                        .makeString() + "]";
    }
}
