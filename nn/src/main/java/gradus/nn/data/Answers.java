package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.files.MappedArray;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** What is right for each example, in the main place: its classes, or the numbers that a model should give. */
final class Answers {
    /** The name of the main inputs. */
    static final String INPUTS = "inputs";

    /** The name of the main labels or targets. */
    static final String TARGETS = "targets";

    /** What is counted for each class must fit into memory. */
    private static final int MOST_CLASSES = 1 << 24;

    private Answers() {}

    /**
     * Labels from outside, which are checked once; those taken from them later are not again. One of
     * several labels of an example may be a mark below 0, for "no label".
     */
    static Indices requireLabels(Indices all) {
        if (all.shape().rank() == 0) {
            throw new ShapeException("Dataset", "labels [n, ...]", all.shape().toString(), "");
        }
        int[] elements = all.toArray();
        for (int i = 0; i < elements.length; i++) {
            boolean isMark = elements[i] < 0 && all.shape().rank() > 1;
            if (!isMark && (elements[i] < 0 || elements[i] >= MOST_CLASSES)) {
                throw new ArgumentException(
                        "Dataset", "labels from 0 to " + (MOST_CLASSES - 1), elements[i] + " at position " + i, "");
            }
        }
        return all;
    }

    /** One label for each example. */
    static Indices requireOneEach(String operator, Indices labels) {
        if (labels.shape().rank() != 1) {
            throw new ShapeException(
                    operator,
                    "labels [n], one for each example",
                    labels.shape().toString(),
                    "holdOut and folds need none");
        }
        return labels;
    }

    /** Labels from outside. */
    static Column.Whole labels(Indices all) {
        return new Column.Whole(requireLabels(all));
    }

    /** Targets from outside. */
    static Column.Numbers targets(Tensor all) {
        if (all.shape().rank() == 0) {
            throw new ShapeException("Dataset", "targets [n, ...]", all.shape().toString(), "");
        }
        return new Column.Numbers(all);
    }

    /** A number for each label, with an axis of length 1 more. */
    static Column.Numbers numbers(Indices labels, DType dtype, IntToDoubleFunction target) {
        double[] numbers = Arrays.stream(labels.toArray()).mapToDouble(target).toArray();
        int[] dims = Arrays.copyOf(labels.shape().toArray(), labels.shape().rank() + 1);
        dims[dims.length - 1] = 1;
        return new Column.Numbers(Tensor.of(numbers).to(dtype).reshape(dims));
    }

    /** The labels of so many examples; those in a file are read for that. */
    static Column.Whole requireLabels(String operator, Column main, int count) {
        if (!main.isWhole()) {
            throw noLabels(operator, describe(main));
        }
        return main.whole(count);
    }

    /** The targets of some examples. */
    static Tensor requireTargets(String operator, Column main, int[] examples) {
        if (main.isWhole()) {
            throw noTargets(operator, describe(main));
        }
        return Column.numbers(main.take(examples));
    }

    static void requireAlike(Column first, Column second) {
        if (first.isWhole() != second.isWhole()) {
            throw differ(describe(first), describe(second));
        }
    }

    static String describe(Column main) {
        return describe(main.isWhole(), main instanceof Column.Part part ? part.shape() : null);
    }

    static String describe(boolean areLabels, @Nullable Shape shape) {
        return (areLabels ? "labels" : "targets") + (shape == null ? "" : " " + shape);
    }

    static ArgumentException noLabels(String operator, String got) {
        String use = operator.endsWith(".labels") ? "use targets(), or make" : "make";
        return new ArgumentException(operator, "examples with class labels", got, use + " the data with Indices");
    }

    static ArgumentException noTargets(String operator, String got) {
        return new ArgumentException(
                operator,
                "examples with targets",
                got,
                "use labels(), or make targets of them with oneHot or withTargets");
    }

    /** What to say of two data sets that are to become one. */
    static ArgumentException differ(String first, String second) {
        return new ArgumentException(
                "Dataset.concat",
                "class labels in both data sets, or targets in both",
                first + " and " + second,
                "oneHot and withTargets make targets of labels");
    }

    static void requireFit(String operator, Shape inputs, int count, String answers) {
        if (inputs.rank() == 0 || inputs.dim(0) != count) {
            throw new ShapeException(
                    operator, "inputs [n, ...] and as many labels or targets", inputs + " and " + answers, "");
        }
    }

    /** Refuses a further part of a data set that does not fit to it. */
    static void requireNew(String operator, NamedTensors part, ImmutableList<String> known, int count) {
        if (known.containsAny(part.names().castToList())) {
            throw new ArgumentException(
                    operator, "a name other than " + known, part.names().getFirst(), "");
        }
        if (part.examples(operator) != count) {
            throw new ShapeException(operator, "a part [n, ...] of n = " + count, part.toString(), "");
        }
    }

    /** Likewise of an array in a file. */
    static void requireNew(String operator, String name, ImmutableList<String> known, MappedArray part, int count) {
        if (known.contains(name)) {
            throw new ArgumentException(operator, "a name other than " + known, name, "");
        }
        if (part.count() != count) {
            throw new ShapeException(operator, "a part [n, ...] of n = " + count, part.toString(), "");
        }
    }

    /** As many rows in each array, and how many. */
    static int requireFit(String operator, MappedArray inputs, MappedArray targets) {
        if (inputs.count() != targets.count()) {
            throw new ShapeException(operator, "as many inputs as targets", inputs + " and " + targets, "");
        }
        return inputs.count();
    }

    /** Refuses the name of a part that is not there. */
    static void requireKnown(String operator, String name, ImmutableList<String> known) {
        if (!known.contains(name)) {
            throw new ArgumentException(operator, "one of the names " + known, "\"" + name + "\"", "");
        }
    }
}
