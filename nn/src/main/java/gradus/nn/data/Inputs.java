package gradus.nn.data;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The inputs of many examples, from which those of a batch are taken. */
sealed interface Inputs {
    /** The inputs of the given examples, in that order: {@code [examples, ...]}. */
    Tensor take(int[] examples);

    /** The same inputs as tensors of another element type. */
    Inputs to(DType dtype);

    /** Inputs {@code [examples, ...]} as they are. */
    record Numbers(Tensor all) implements Inputs {
        @Override
        public Tensor take(int[] examples) {
            return all.indexSelect(0, Indices.of(examples));
        }

        @Override
        public Inputs to(DType dtype) {
            return new Numbers(all.to(dtype));
        }
    }

    /**
     * Images of {@code width} bytes each, kept as bytes: a quarter of the memory of floats. A batch
     * divides them by 255.
     */
    final class Pixels implements Inputs {
        private static final float WHITE = 255;

        private final byte[] bytes;
        private final int width;
        private final DType dtype;

        Pixels(byte[] bytes, int width, DType dtype) {
            this.bytes = bytes;
            this.width = width;
            this.dtype = dtype;
        }

        @Override
        public Tensor take(int[] examples) {
            int size = Math.multiplyExact(examples.length, width);
            return (dtype == DType.F32 ? floats(examples, size) : doubles(examples, size))
                    .reshape(examples.length, width);
        }

        private Tensor floats(int[] examples, int size) {
            float[] rows = new float[size];
            for (int i = 0; i < examples.length; i++) {
                int from = examples[i] * width;
                for (int j = 0; j < width; j++) {
                    rows[i * width + j] = Byte.toUnsignedInt(bytes[from + j]) / WHITE;
                }
            }
            return Tensor.of(rows);
        }

        private Tensor doubles(int[] examples, int size) {
            double[] rows = new double[size];
            for (int i = 0; i < examples.length; i++) {
                int from = examples[i] * width;
                for (int j = 0; j < width; j++) {
                    rows[i * width + j] = Byte.toUnsignedInt(bytes[from + j]) / (double) WHITE;
                }
            }
            return Tensor.of(rows);
        }

        @Override
        public Inputs to(DType wanted) {
            return new Pixels(bytes, width, wanted);
        }
    }

    /** Those of one data set and then those of another. */
    record Joined(Inputs first, int firstCount, Inputs second) implements Inputs {
        @Override
        public Tensor take(int[] examples) {
            int[] before = IntStream.of(examples)
                    .filter(example -> example < firstCount)
                    .toArray();
            if (before.length == examples.length) {
                return first.take(examples);
            }
            int[] after = IntStream.of(examples)
                    .filter(example -> example >= firstCount)
                    .map(example -> example - firstCount)
                    .toArray();
            if (before.length == 0) {
                return second.take(after);
            }
            int[] places = new int[examples.length];
            int nextBefore = 0;
            int nextAfter = before.length;
            for (int i = 0; i < examples.length; i++) {
                places[i] = examples[i] < firstCount ? nextBefore++ : nextAfter++;
            }
            return Tensor.concat(0, first.take(before), second.take(after)).indexSelect(0, Indices.of(places));
        }

        @Override
        public Inputs to(DType dtype) {
            return new Joined(first.to(dtype), firstCount, second.to(dtype));
        }
    }

    /** Inputs that a function changes batch by batch. */
    record Changed(Inputs inputs, UnaryOperator<Tensor> change) implements Inputs {
        @Override
        public Tensor take(int[] examples) {
            Tensor taken = inputs.take(examples);
            Tensor changed = change.apply(taken).detach();
            if (changed.shape().rank() == 0 || changed.shape().dim(0) != examples.length) {
                throw new ShapeException(
                        "Dataset.mapInputs",
                        "a function that keeps the number of examples",
                        changed.shape() + " from " + taken.shape(),
                        "");
            }
            return changed;
        }

        @Override
        public Inputs to(DType dtype) {
            return new Changed(this, x -> x.to(dtype));
        }
    }
}
