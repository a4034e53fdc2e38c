package gradus.autodiff;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a tensor so that a person can read it: aligned columns, at most six entries an axis once
 * it is large.
 */
final class TensorText {
    /** Up to this many elements are shown in full. */
    private static final int FULL = 100;

    /** How many entries are shown at each end of a shortened axis. */
    private static final int EDGE = 3;

    private final Tensor tensor;
    private final Shape shape;
    private final int[] strides;
    private final double[] elements;
    private final boolean shortened;
    private int width;

    private TensorText(Tensor tensor) {
        this.tensor = tensor;
        this.shape = tensor.shape();
        this.strides = shape.strides();
        this.elements = tensor.toDoubleArray();
        this.shortened = shape.size() > FULL;
    }

    static String of(Tensor tensor) {
        return tensor.isOver()
                ? tensor.type() + " that cannot be read: its scope is over, or belongs to another thread"
                : new TensorText(tensor).write();
    }

    private String write() {
        String head = tensor.dtype() + shape.toString() + (tensor.isTracked() ? " tracked" : "");
        if (shape.rank() == 0) {
            return head + " " + number(0);
        }
        if (shape.size() == 0) {
            return head + " []";
        }
        // Once to find the widest number, once with every number that wide.
        level(0, 0, "");
        String body = level(0, 0, " ");
        return head + (shape.rank() == 1 ? " " : "\n ") + body;
    }

    private String level(int axis, int start, String indent) {
        boolean innermost = axis == shape.rank() - 1;
        IntFunction<String> entry = i -> {
            int position = start + i * strides[axis];
            return innermost ? aligned(number(position)) : level(axis + 1, position, indent + " ");
        };
        String separator = innermost ? ", " : "," + "\n".repeat(shape.rank() - axis - 1) + indent + " ";
        return entries(shape.dim(axis), entry).collect(Collectors.joining(separator, "[", "]"));
    }

    private java.util.stream.Stream<String> entries(int length, IntFunction<String> entry) {
        if (!shortened || length <= 2 * EDGE) {
            return IntStream.range(0, length).mapToObj(entry);
        }
        var first = IntStream.range(0, EDGE).mapToObj(entry);
        var last = IntStream.range(length - EDGE, length).mapToObj(entry);
        return java.util.stream.Stream.concat(
                java.util.stream.Stream.concat(first, java.util.stream.Stream.of("...")), last);
    }

    private String aligned(String number) {
        width = Math.max(width, number.length());
        return " ".repeat(width - number.length()) + number;
    }

    /** The shortest digits that give the number back in its own type. */
    private String number(int position) {
        double value = elements[position];
        String digits = tensor.dtype() == DType.F32 ? Float.toString((float) value) : Double.toString(value);
        return digits.endsWith(".0") ? digits.substring(0, digits.length() - 1) : digits;
    }
}
