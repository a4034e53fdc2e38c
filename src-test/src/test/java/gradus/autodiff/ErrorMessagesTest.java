package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What someone reads who made a mistake: the whole line, operator, need, got and hint. */
class ErrorMessagesTest {
    private static final Tensor MATRIX = Tensor.zeros(2, 3);
    private static final Tensor VECTOR = Tensor.zeros(3);

    private static void refused(Class<? extends GradusException> type, ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(type).hasMessage(message);
    }

    private static void shapes(ThrowingCallable mistake, String message) {
        refused(ShapeException.class, mistake, message);
    }

    @Test
    void partsOfAMessage() {
        GradusException error = new ShapeException("matmul", "matrices", "[3]", "a hint");
        assertThat(error).hasMessage("matmul: needs matrices, got [3]; a hint");
        assertThat(error.operator()).isEqualTo("matmul");
        assertThat(error.need()).isEqualTo("matrices");
        assertThat(error.got()).isEqualTo("[3]");
        assertThat(error.hint()).isEqualTo("a hint");
        assertThat(new IndexException("get", "0", "1", "")).hasMessage("get: needs 0, got 1");
    }

    @Test
    void products() {
        shapes(
                () -> Tensor.zeros(32, 784).matmul(Tensor.zeros(10, 784)),
                "matmul: needs inner dimensions that agree, got [32, 784] x [10, 784] (784 != 10); "
                        + "transpose the right operand?");
        shapes(
                () -> Tensor.zeros(32, 784).matmul(Tensor.zeros(100, 10)),
                "matmul: needs inner dimensions that agree, got [32, 784] x [100, 10] (784 != 100)");
        shapes(
                () -> MATRIX.matmulTransposed(Tensor.zeros(3, 2)),
                "matmul: needs inner dimensions that agree, got [2, 3] x [3, 2] transposed (3 != 2); "
                        + "leave the right operand as it is?");
        shapes(
                () -> MATRIX.transposedMatmul(Tensor.zeros(3, 2)),
                "matmul: needs inner dimensions that agree, got [2, 3] transposed x [3, 2] (2 != 3); "
                        + "transpose the right operand?");
        shapes(
                () -> Tensor.zeros(2, 3, 4).matmul(Tensor.zeros(5, 4, 3)),
                "matmul: needs batches that broadcast, got [2, 3, 4] x [5, 4, 3] ([2] against [5]); "
                        + "all axes but the last two are batches");
        shapes(
                () -> MATRIX.matmul(Tensor.scalar(2f)),
                "matmul: needs vectors or matrices, got [2, 3] x []; mul multiplies by a number");
        shapes(
                () -> MATRIX.matmulTransposed(VECTOR),
                "matmul: needs matrices, got [2, 3] x [3]; expandDims makes a row or a column of a vector");
        shapes(
                () -> MATRIX.matmul(Tensor.zeros(4)),
                "matmul: needs inner dimensions that agree, got [2, 3] x [4] (3 != 4)");
        shapes(
                () -> Tensor.zeros(4).matmul(MATRIX),
                "matmul: needs inner dimensions that agree, got [4] x [2, 3] (4 != 2)");
        shapes(
                () -> MATRIX.linear(Tensor.zeros(3, 4), Tensor.zeros(3)),
                "linear: needs rows [..., in] and weights [out, in], got [2, 3] and [3, 4]; "
                        + "weights have one row for each output: transpose them?");
        shapes(
                () -> VECTOR.linear(Tensor.zeros(5, 4), Tensor.zeros(5)),
                "linear: needs rows [..., in] and weights [out, in], got [3] and [5, 4]; 3 features in, but weights"
                        + " for 4");
        shapes(() -> VECTOR.dot(Tensor.zeros(4)), "dot: needs vectors of one length, got [3] and [4]");
        shapes(() -> MATRIX.dot(VECTOR), "dot: needs two vectors, got [2, 3] and [3]");
        shapes(() -> MATRIX.outer(VECTOR), "outer: needs two vectors, got [2, 3] and [3]");
    }

    @Test
    void elementwise() {
        shapes(
                () -> MATRIX.add(Tensor.zeros(2)),
                "add: needs shapes that broadcast, got [2, 3] and [2] (axis -1: 3 against 2); "
                        + "expandDims or reshape one operand so that the axes line up?");
        shapes(
                () -> MATRIX.mul(Tensor.zeros(3, 2)),
                "mul: needs shapes that broadcast, got [2, 3] and [3, 2] (axis -1: 3 against 2); transpose one"
                        + " operand?");
        refused(
                ElementTypeException.class,
                () -> VECTOR.add(Tensor.scalar(1.0)),
                "add: needs operands of one element type, got F32[3] and F64[]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        shapes(
                () -> Tensor.where(VECTOR.greater(0), MATRIX, Tensor.zeros(2)),
                "where: needs shapes that broadcast, got [2, 3] and [2] (axis -1: 3 against 2); "
                        + "expandDims or reshape one operand so that the axes line up?");
        refused(ArgumentException.class, () -> VECTOR.clamp(1, 0), "clamp: needs low <= high, got 1.0 and 0.0");
    }

    @Test
    void losses() {
        shapes(
                () -> Tensor.zeros(4).binaryCrossEntropy(Tensor.zeros(4, 1)),
                "binaryCrossEntropy: needs logits and targets of one shape, got [4] and [4, 1]; "
                        + "losses do not broadcast; reshape or broadcastTo on purpose");
        refused(
                ElementTypeException.class,
                () -> MATRIX.crossEntropy(MATRIX.to(DType.F64)),
                "crossEntropy: needs logits and targets of one element type, got F32[2, 3] and F64[2, 3]; "
                        + "convert the targets with to(DType.F32)");
        shapes(
                () -> MATRIX.crossEntropy(VECTOR),
                "crossEntropy: needs logits and targets of one shape, got [2, 3] and [3]; "
                        + "losses do not broadcast; class numbers go into Indices.of(...)");
        shapes(
                () -> MATRIX.crossEntropy(Indices.of(1, 2, 0)),
                "crossEntropy: needs one label for each row of logits [..., classes], got logits [2, 3] and labels"
                        + " [3]; "
                        + "labels have the shape of the logits without the last axis");
        shapes(
                () -> Tensor.zeros(DType.F32, Shape.of(2, 4, 3)).crossEntropy(Indices.of(1, 2)),
                "crossEntropy: needs one label for each row of logits [..., classes], got logits [2, 4, 3] and labels"
                        + " [2]; a network that ends in rows flattens or pools each example on the way");
        refused(
                IndexException.class,
                () -> MATRIX.crossEntropy(Indices.of(1, 3)),
                "crossEntropy: needs labels from 0 to 2, got 3 at position 1; labels count from 0");
        refused(
                IndexException.class,
                () -> MATRIX.crossEntropy(Indices.of(-1, 1)),
                "crossEntropy: needs labels from 0 to 2, got -1 at position 0; "
                        + "marks such as -1 are masked first; no index counts from the end");
    }

    @Test
    void reshaping() {
        shapes(() -> MATRIX.reshape(4, 2), "reshape: needs a shape of 6 elements, as [2, 3] has, got [4, 2] (8)");
        shapes(
                () -> MATRIX.reshape(4, -1),
                "reshape: needs a size that the given dims divide, got [2, 3] (6 elements) to [4, -1]");
        shapes(
                () -> MATRIX.reshape(0, -1),
                "reshape: needs a size that the given dims divide, got [2, 3] (6 elements) to [0, -1]; "
                        + "-1 cannot be inferred beside a dim of 0");
        shapes(() -> MATRIX.reshape(-1, -1), "reshape: needs at most one dim to infer (-1), got [-1, -1]");
        shapes(() -> MATRIX.reshape(-2, 3), "shape: needs axis lengths of 0 or more, got [-2, 3]");
        shapes(
                () -> MATRIX.broadcastTo(3, 2),
                "broadcastTo: needs a shape that broadcasts to [3, 2], got [2, 3]; axes are aligned at the last one");
        shapes(() -> MATRIX.sumTo(Shape.of(2)), "sumTo: needs a shape that broadcasts to [2, 3], got [2]");
        shapes(() -> MATRIX.squeeze(0), "squeeze: needs axes of length 1, got axis 0 of [2, 3]");
        shapes(
                () -> VECTOR.pad(0, Integer.MAX_VALUE, 1),
                "shape: needs at most 2147483583 elements (the limit of a Java array),"
                        + " got 2147483651 along axis 0; work in smaller pieces");
        Tensor empty = Tensor.zeros(0, 2_000_000_000);
        shapes(
                () -> Tensor.concat(1, empty, empty),
                "shape: needs at most 2147483583 elements (the limit of a Java array),"
                        + " got 4000000000 along axis 1; work in smaller pieces");
        assertThat(VECTOR.slice(0, 0, 3, Integer.MAX_VALUE).shape()).isEqualTo(Shape.of(1));
        shapes(() -> MATRIX.expandDims(0, 4), "expandDims: needs a place from -4 to 3 for shape [2, 3], got axis 4");
        shapes(() -> MATRIX.expandDims(1, -3), "expandDims: needs each axis at most once, got [1, -3]");
        shapes(() -> MATRIX.expandDims(4), "expandDims: needs a place from -3 to 2 for shape [2, 3], got axis 4");
        shapes(() -> MATRIX.permute(0, 0), "permute: needs each of the 2 axes of [2, 3] once, got [0, 0]");
        shapes(() -> MATRIX.permute(0), "permute: needs each of the 2 axes of [2, 3] once, got [0]");
        shapes(
                () -> VECTOR.transpose(),
                "transpose: needs two axes or more, got [3]; expandDims makes a row or a column of a vector");
    }

    @Test
    void partsOfTensors() {
        refused(
                IndexException.class,
                () -> VECTOR.slice(0, 1, 3, 0),
                "slice: needs a step other than 0, got start 1, end 3, step 0");
        shapes(() -> VECTOR.slice(1, 0, 3, -1), "slice: needs an axis from -1 to 0 for shape [3], got axis 1");
        refused(
                IndexException.class,
                () -> VECTOR.select(0, 3),
                "select: needs a place from -3 to 2 along axis 0 of [3], got 3");
        refused(
                IndexException.class,
                () -> Tensor.zeros(0, 2).select(0, 0),
                "select: needs an element along axis 0 of [0, 2], got 0");
        refused(
                IndexException.class,
                () -> VECTOR.get(-4),
                "get: needs a place from -3 to 2 along axis 0 of [3], got -4");
        shapes(() -> VECTOR.split(0, 1, 1), "split: needs lengths that add up to 3, got [1, 1]");
        refused(
                ArgumentException.class,
                () -> VECTOR.pad(0, -1, 0),
                "pad: needs 0 or more elements on each side, got -1 and 0; slice takes elements away");
        refused(
                ArgumentException.class,
                () -> Padding.along(0, 1, 1).and(1, 0, -2),
                "pad: needs 0 or more elements on each side, got 0 and -2 along axis 1; slice takes elements away");
        shapes(
                () -> MATRIX.pad(Padding.along(2, 1, 1)),
                "pad: needs an axis from -2 to 1 for shape [2, 3], got axis 2");
        shapes(
                () -> MATRIX.pad(Padding.along(1, 1, 1).and(-1, 1, 1)),
                "pad: needs each axis at most once, got [1, -1]");
        shapes(() -> MATRIX.tile(2), "tile: needs one count for each axis of [2, 3], got 1 count");
        refused(ArgumentException.class, () -> VECTOR.repeat(0, -1), "repeat: needs a count of 0 or more, got -1");
    }

    @Test
    void joining() {
        shapes(
                () -> Tensor.concat(0, MATRIX, Tensor.zeros(2, 4)),
                "concat: needs shapes that agree except along axis 0, got [2, 3] and [2, 4]");
        shapes(
                () -> Tensor.concat(0, MATRIX, VECTOR),
                "concat: needs shapes that agree except along axis 0, got [2, 3] and [3]");
        shapes(
                () -> Tensor.concat(0, Tensor.scalar(1f), Tensor.scalar(2f)),
                "concat: needs a tensor with axes, got axis 0 of a single number");
        refused(ArgumentException.class, () -> Tensor.concat(0), "concat: needs at least one tensor, got none");
        refused(
                ElementTypeException.class,
                () -> Tensor.concat(0, VECTOR, Tensor.of(1.0)),
                "concat: needs operands of one element type, got F32[3] and F64[1]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        shapes(
                () -> Tensor.stack(0, VECTOR, Tensor.zeros(4)),
                "stack: needs tensors of one shape, got [3] and [4]; concat joins unequal lengths");
        refused(ArgumentException.class, () -> Tensor.stack(0), "stack: needs at least one tensor, got none");
        shapes(() -> Tensor.stack(3, VECTOR, VECTOR), "stack: needs a place from -2 to 1 for shape [3], got axis 3");
    }

    @Test
    void lookingUp() {
        refused(
                IndexException.class,
                () -> MATRIX.indexSelect(0, Indices.of(0, 2)),
                "indexSelect: needs indices from 0 to 1, got 2 at position 1; indices count from 0");
        shapes(
                () -> MATRIX.indexSelect(0, Indices.of(Shape.of(1, 1), 0)),
                "indexSelect: needs a vector of indices, got [1, 1]; gather takes indices of any shape");
        shapes(
                () -> MATRIX.takeAlongAxis(1, Indices.of(0, 1)),
                "takeAlongAxis: needs indices of a shape that differs only along axis 1, got [2] for [2, 3]");
        refused(
                IndexException.class,
                () -> Tensor.zeros(0, 2).indexSelect(0, Indices.of(0)),
                "indexSelect: needs no indices, as the axis is empty, got 0 at position 0");
        shapes(
                () -> MATRIX.indexAdd(0, Indices.of(0, 1, 1), Tensor.zeros(2, 3)),
                "indexAdd: needs one index for each place along axis 0, got [3] for [2, 3]");
        shapes(
                () -> MATRIX.indexAdd(0, Indices.of(0), Tensor.zeros(1, 4)),
                "indexAdd: needs a source that fills [2, 3] apart from the axis, got [2, 4]");
    }

    @Test
    void statistics() {
        shapes(() -> Tensor.zeros(0).mean(), "mean: needs more than 0 elements to reduce, got 0 of shape [0]");
        shapes(
                () -> Tensor.zeros(1).variance(Axes.ALL, 1),
                "variance: needs more than 1 element to reduce, got 1 of shape [1]");
        shapes(
                () -> MATRIX.standardDeviation(2),
                "standardDeviation: needs an axis from -2 to 1 for shape [2, 3], got axis 2");
    }
}
