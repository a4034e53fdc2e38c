package gradus.nn.data;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;

/** The inputs of many examples, from which those of a batch are taken. */
sealed interface Inputs {
    /** The inputs of the given examples, in that order: {@code [examples, ...]}. */
    Tensor take(int[] examples);

    /** Inputs {@code [examples, ...]} as they are. */
    record Numbers(Tensor all) implements Inputs {
        @Override
        public Tensor take(int[] examples) {
            return all.indexSelect(0, Indices.of(examples));
        }
    }

    /** Images of {@code width} bytes each, kept as bytes: a quarter of the memory. A batch divides them by 255. */
    final class Pixels implements Inputs {
        private static final float WHITE = 255;

        private final byte[] bytes;
        private final int width;

        Pixels(byte[] bytes, int width) {
            this.bytes = bytes;
            this.width = width;
        }

        @Override
        public Tensor take(int[] examples) {
            float[] rows = new float[Math.multiplyExact(examples.length, width)];
            for (int i = 0; i < examples.length; i++) {
                int from = examples[i] * width;
                for (int j = 0; j < width; j++) {
                    rows[i * width + j] = Byte.toUnsignedInt(bytes[from + j]) / WHITE;
                }
            }
            return Tensor.of(rows).reshape(examples.length, width);
        }
    }
}
