package gradus.nn;

import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import org.eclipse.collections.api.list.ListIterable;

/** What stands under a name. */
sealed interface NamedEntry {
    String name();

    Shape shape();

    /** The examples from one place to another. */
    NamedEntry slice(int from, int to);

    /** These and then others of the same kind. */
    NamedEntry followedBy(ListIterable<NamedEntry> all);

    record Numbers(String name, Tensor tensor) implements NamedEntry {
        @Override
        public Shape shape() {
            return tensor.shape();
        }

        @Override
        public NamedEntry slice(int from, int to) {
            return new Numbers(name, tensor.slice(0, from, to));
        }

        @Override
        public NamedEntry followedBy(ListIterable<NamedEntry> all) {
            Tensor[] tensors = all.collect(each -> ((Numbers) each).tensor).toArray(new Tensor[0]);
            return new Numbers(name, Tensor.concat(0, tensors));
        }

        @Override
        public String toString() {
            return name + " " + tensor.type();
        }
    }

    record Whole(String name, Indices indices) implements NamedEntry {
        @Override
        public Shape shape() {
            return indices.shape();
        }

        @Override
        public NamedEntry slice(int from, int to) {
            int width = indices.shape().dim(0) == 0
                    ? 0
                    : indices.shape().size() / indices.shape().dim(0);
            return new Whole(
                    name,
                    Indices.of(
                            resized(indices.shape(), to - from),
                            Arrays.copyOfRange(indices.toArray(), from * width, to * width)));
        }

        @Override
        public NamedEntry followedBy(ListIterable<NamedEntry> all) {
            ListIterable<Indices> parts = all.collect(each -> ((Whole) each).indices);
            parts.forEach(this::requireLike);
            int count = (int) parts.sumOfInt(part -> part.shape().dim(0));
            return new Whole(
                    name,
                    Indices.of(
                            resized(indices.shape(), count),
                            parts.toList().stream()
                                    .flatMapToInt(part -> Arrays.stream(part.toArray()))
                                    .toArray()));
        }

        private void requireLike(Indices others) {
            if (!resized(others.shape(), 0).equals(resized(indices.shape(), 0))) {
                throw new ShapeException(
                        "NamedTensors.concat",
                        name + " of one shape for each example",
                        indices.shape() + " and " + others.shape(),
                        "");
            }
        }

        private static Shape resized(Shape shape, int count) {
            int[] dims = shape.toArray();
            dims[0] = count;
            return Shape.of(dims);
        }

        @Override
        public String toString() {
            return name + " indices" + indices.shape();
        }
    }
}
