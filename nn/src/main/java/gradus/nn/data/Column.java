package gradus.nn.data;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.files.MappedArray;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What is known of many examples under one name, from which that of a batch is taken. */
sealed interface Column {
    /** That of the given examples, in that order: {@code [examples, ...]}. */
    Part take(int[] examples);

    /** The same as tensors of another element type; whole numbers have none. */
    Column to(DType dtype);

    /** Numbers or whole numbers {@code [n, ...]}. */
    sealed interface Part {
        Shape shape();
    }

    /** Numbers {@code [n, ...]} as they are. */
    record Numbers(Tensor all) implements Column, Part {
        public Numbers {
            all = all.detach();
        }

        @Override
        public Shape shape() {
            return all.shape();
        }

        @Override
        public Numbers take(int[] examples) {
            return new Numbers(all.indexSelect(0, Indices.of(examples)));
        }

        @Override
        public Column to(DType dtype) {
            return new Numbers(all.to(dtype));
        }
    }

    /** Whole numbers {@code [n, ...]}, in row-major order. */
    final class Whole implements Column, Part {
        private final Shape shape;
        private final int[] elements;

        private Whole(Shape shape, int[] elements) {
            this.shape = shape;
            this.elements = elements;
        }

        Whole(Indices all) {
            this(all.shape(), all.toArray());
        }

        @Override
        public Shape shape() {
            return shape;
        }

        Indices all() {
            return Indices.of(shape, elements);
        }

        @Override
        public Whole take(int[] examples) {
            int width = shape.dim(0) == 0 ? 0 : shape.size() / shape.dim(0);
            int[] taken = new int[Answers.requireSize(examples.length, width)];
            for (int i = 0; i < examples.length; i++) {
                System.arraycopy(elements, examples[i] * width, taken, i * width, width);
            }
            return new Whole(resized(examples.length), taken);
        }

        private Shape resized(int count) {
            int[] dims = shape.toArray();
            dims[0] = count;
            return Shape.of(dims);
        }

        /** These and then others, whose shapes differ from these in the first axis at most. */
        Whole followedBy(Whole others) {
            if (!others.resized(0).equals(resized(0))) {
                throw new ShapeException(
                        "Dataset.concat", "indices of one shape for each example", shape + " and " + others.shape, "");
            }
            int[] both = Arrays.copyOf(elements, elements.length + others.elements.length);
            System.arraycopy(others.elements, 0, both, elements.length, others.elements.length);
            return new Whole(resized(shape.dim(0) + others.shape.dim(0)), both);
        }

        /** The same shape with other numbers, made of these one by one. */
        Whole map(IntUnaryOperator change) {
            return new Whole(shape, Arrays.stream(elements).map(change).toArray());
        }

        @Override
        public Column to(DType dtype) {
            return this;
        }
    }

    /** Images of {@code width} bytes each: a quarter of the memory of floats. A batch divides them by 255. */
    record Pixels(PixelRows rows, int width, DType dtype) implements Column {
        private static final float WHITE = 255;

        @Override
        public Numbers take(int[] examples) {
            int size = Answers.requireSize(examples.length, width);
            Tensor all = dtype == DType.F32 ? floats(examples, size) : doubles(examples, size);
            return new Numbers(all.reshape(examples.length, width));
        }

        private Tensor floats(int[] examples, int size) {
            float[] taken = new float[size];
            for (int i = 0; i < examples.length; i++) {
                byte[] bytes = rows.bytes(examples[i]);
                int from = rows.begin(examples[i]);
                for (int j = 0; j < width; j++) {
                    taken[i * width + j] = Byte.toUnsignedInt(bytes[from + j]) / WHITE;
                }
            }
            return Tensor.of(taken);
        }

        private Tensor doubles(int[] examples, int size) {
            double[] taken = new double[size];
            for (int i = 0; i < examples.length; i++) {
                byte[] bytes = rows.bytes(examples[i]);
                int from = rows.begin(examples[i]);
                for (int j = 0; j < width; j++) {
                    taken[i * width + j] = Byte.toUnsignedInt(bytes[from + j]) / (double) WHITE;
                }
            }
            return Tensor.of(taken);
        }

        @Override
        public Column to(DType wanted) {
            return new Pixels(rows, width, wanted);
        }
    }

    /** That of one data set and then that of another, both numbers or both whole numbers. */
    record Joined(Column first, int firstCount, Column second) implements Column {
        @Override
        public Part take(int[] examples) {
            int[] before = IntStream.of(examples)
                    .filter(example -> example < firstCount)
                    .toArray();
            int[] after = IntStream.of(examples)
                    .filter(example -> example >= firstCount)
                    .map(example -> example - firstCount)
                    .toArray();
            if (before.length == examples.length) {
                return first.take(before);
            }
            if (before.length == 0) {
                return second.take(after);
            }
            int[] places = new int[examples.length];
            int nextBefore = 0;
            int nextAfter = before.length;
            for (int i = 0; i < examples.length; i++) {
                places[i] = examples[i] < firstCount ? nextBefore++ : nextAfter++;
            }
            Part left = first.take(before);
            Part right = second.take(after);
            return left instanceof Whole some && right instanceof Whole others
                    ? some.followedBy(others).take(places)
                    : new Numbers(
                            Tensor.concat(0, numbers(left), numbers(right)).indexSelect(0, Indices.of(places)));
        }

        @Override
        public Column to(DType dtype) {
            return new Joined(first.to(dtype), firstCount, second.to(dtype));
        }
    }

    /**
     * Numbers that a function changes batch by batch; whole ones become a tensor before.
     *
     * @param operator what it was given to
     */
    record Changed(Column column, UnaryOperator<Tensor> change, String operator) implements Column {
        @Override
        public Numbers take(int[] examples) {
            Tensor taken = numbers(column.take(examples));
            Tensor changed = change.apply(taken).detach();
            if (changed.shape().rank() == 0 || changed.shape().dim(0) != examples.length) {
                throw new ShapeException(
                        operator,
                        "a function that keeps the number of examples",
                        changed.shape() + " from " + taken.shape(),
                        "");
            }
            return new Numbers(changed);
        }

        @Override
        public Column to(DType dtype) {
            return new Changed(this, x -> x.to(dtype), operator);
        }
    }

    /**
     * An array in a file.
     *
     * @param areLabels whether whole numbers in it are class labels
     */
    record Mapped(MappedArray array, boolean areLabels) implements Column {
        @Override
        public Part take(int[] examples) {
            if (!array.isWhole()) {
                return new Numbers(array.tensor(examples));
            }
            Indices taken = array.indices(examples);
            return new Whole(areLabels ? Answers.requireLabels(taken, array, examples) : taken);
        }

        @Override
        public Column to(DType dtype) {
            return array.isWhole() ? this : new Changed(this, x -> x.to(dtype), "Dataset.to");
        }
    }

    /** That of some examples of another, in an order. */
    final class Ordered implements Column {
        private final Column column;
        private final int[] order;

        Ordered(Column column, int[] order) {
            this.column = column;
            this.order = order;
        }

        @Override
        public Part take(int[] examples) {
            return column.take(
                    Arrays.stream(examples).map(example -> order[example]).toArray());
        }

        @Override
        public Column to(DType dtype) {
            return new Ordered(column.to(dtype), order);
        }
    }

    /** Whether it is of whole numbers. */
    default boolean isWhole() {
        return switch (this) {
            case Whole _ -> true;
            case Mapped mapped -> mapped.array.isWhole();
            case Ordered ordered -> ordered.column.isWhole();
            case Joined joined -> joined.first.isWhole();
            case Numbers _, Pixels _, Changed _ -> false;
        };
    }

    /** These whole numbers, so many, and then others; those in files stay there. */
    default Column wholeFollowedBy(int count, Column others) {
        if (this instanceof Whole some && others instanceof Whole more) {
            return some.followedBy(more);
        }
        int[] none = {};
        ((Whole) take(none)).followedBy((Whole) others.take(none)); // refuses what does not fit
        return new Joined(this, count, others);
    }

    /** All so many of whole numbers. */
    default Whole whole(int count) {
        return this instanceof Whole whole
                ? whole
                : (Whole) take(IntStream.range(0, count).toArray());
    }

    /** Numbers, or whole ones as such. */
    static Tensor numbers(Part part) {
        return switch (part) {
            case Numbers numbers -> numbers.all;
            case Whole whole -> whole.all().toTensor(DType.F32);
        };
    }
}
