package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;

/** What is right for each example: its class, or the numbers that a model should give. */
sealed interface Targets {
    /** For how many examples. */
    int count();

    /** Those of the given examples, in that order. */
    Targets take(int[] examples);

    /** Targets of another element type; labels have none. */
    Targets to(DType dtype);

    /** These and then others of the same kind. */
    Targets followedBy(Targets others);

    /** What they are, for messages. */
    String describe();

    default Indices labels(String operator) {
        String use = operator.endsWith(".labels") ? "use targets(), or make" : "make";
        throw new ArgumentException(operator, "examples with class labels", describe(), use + " the data with Indices");
    }

    default Tensor targets(String operator) {
        throw new ArgumentException(
                operator,
                "examples with targets",
                describe(),
                "use labels(), or make targets of them with oneHot or withTargets");
    }

    /** What to say of two data sets that are to become one. */
    default ArgumentException differsFrom(Targets others) {
        return new ArgumentException(
                "Dataset.concat",
                "class labels in both data sets, or targets in both",
                describe() + " and " + others.describe(),
                "oneHot and withTargets make targets of labels");
    }

    default void requireFit(String operator, Shape inputs) {
        if (inputs.rank() == 0 || inputs.dim(0) != count()) {
            throw new ShapeException(
                    operator, "inputs [n, ...] and as many labels or targets", inputs + " and " + describe(), "");
        }
    }

    /** Class labels {@code [n]}. */
    record Labels(Indices all) implements Targets {
        /** What is counted for each class must fit into memory. */
        private static final int MOST_CLASSES = 1 << 24;

        /** Labels from outside, which are checked once; those taken from them later are not again. */
        static Labels of(Indices all) {
            if (all.shape().rank() != 1) {
                throw new ShapeException("Dataset", "labels [n]", all.shape().toString(), "");
            }
            for (int i = 0; i < all.shape().size(); i++) {
                if (all.get(i) < 0 || all.get(i) >= MOST_CLASSES) {
                    throw new ArgumentException(
                            "Dataset", "labels from 0 to " + (MOST_CLASSES - 1), all.get(i) + " at position " + i, "");
                }
            }
            return new Labels(all);
        }

        @Override
        public int count() {
            return all.shape().size();
        }

        @Override
        public Targets take(int[] examples) {
            return new Labels(Indices.of(Arrays.stream(examples).map(all::get).toArray()));
        }

        @Override
        public Targets to(DType dtype) {
            return this;
        }

        @Override
        public Targets followedBy(Targets others) {
            if (!(others instanceof Labels labels)) {
                throw differsFrom(others);
            }
            int[] second = labels.all.toArray();
            int[] both = Arrays.copyOf(all.toArray(), count() + second.length);
            System.arraycopy(second, 0, both, count(), second.length);
            return new Labels(Indices.of(both));
        }

        @Override
        public String describe() {
            return "labels " + all.shape();
        }

        @Override
        public Indices labels(String operator) {
            return all;
        }
    }

    /** Targets {@code [n, ...]}. */
    record Values(Tensor all) implements Targets {
        public Values {
            if (all.shape().rank() == 0) {
                throw new ShapeException(
                        "Dataset", "targets [n, ...]", all.shape().toString(), "");
            }
            all = all.detach();
        }

        @Override
        public int count() {
            return all.shape().dim(0);
        }

        @Override
        public Targets take(int[] examples) {
            return new Values(all.indexSelect(0, Indices.of(examples)));
        }

        @Override
        public Targets to(DType dtype) {
            return new Values(all.to(dtype));
        }

        @Override
        public Targets followedBy(Targets others) {
            if (!(others instanceof Values targets)) {
                throw differsFrom(others);
            }
            return new Values(Tensor.concat(0, all, targets.all));
        }

        @Override
        public String describe() {
            return "targets " + all.shape();
        }

        @Override
        public Tensor targets(String operator) {
            return all;
        }
    }
}
