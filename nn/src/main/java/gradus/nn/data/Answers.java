package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.files.DataException;
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

    private static final String NEED = "labels from 0 to " + (MOST_CLASSES - 1);

    private Answers() {}

    /**
     * Labels from outside, which are checked once; those taken from them later are not again. One of
     * several labels of an example may be a mark below 0, for "no label".
     */
    static Indices requireLabels(Indices all) {
        if (all.shape().rank() == 0) {
            throw new ShapeException("Dataset", "labels [n, ...]", all.shape().toString(), "");
        }
        int position = strange(all);
        if (position >= 0) {
            throw new ArgumentException("Dataset", NEED, all.get(position) + " at position " + position, "");
        }
        return all;
    }

    /** Labels of these examples that were read from a file. */
    static Indices requireLabels(Indices read, MappedArray array, int[] examples) {
        int position = strange(read);
        if (position >= 0) {
            int row = examples[position / (read.shape().size() / examples.length)];
            throw new DataException(
                    array.file(),
                    DataException.NOWHERE,
                    NEED,
                    read.get(position) + " in row " + row,
                    read.get(position) < 0 ? "only one of several labels of an example may be a mark for none" : "");
        }
        return read;
    }

    /** Where a label is none; -1 if all are. */
    private static int strange(Indices labels) {
        int[] elements = labels.toArray();
        for (int i = 0; i < elements.length; i++) {
            boolean isMark = elements[i] < 0 && labels.shape().rank() > 1;
            if (!isMark && (elements[i] < 0 || elements[i] >= MOST_CLASSES)) {
                return i;
            }
        }
        return -1;
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
        return requireWhole(operator, main).whole(count);
    }

    /** Refuses targets where there should be labels. */
    static Column requireWhole(String operator, Column main) {
        if (!main.isWhole()) {
            throw noLabels(operator, describe(main));
        }
        return main;
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

    /** How many numbers so many examples have, if an array has as many. */
    static int requireSize(int examples, int width) {
        long size = (long) examples * width;
        if (size > Integer.MAX_VALUE) {
            throw new ArgumentException(
                    "Dataset",
                    "at most " + Integer.MAX_VALUE + " numbers at once",
                    examples + " examples of " + width,
                    "take them in batches");
        }
        return (int) size;
    }
}
