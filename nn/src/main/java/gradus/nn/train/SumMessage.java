package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.train.Evaluated.Shown;
import java.util.Iterator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableBooleanList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/**
 * The sum of some shards as tensors, to be sent to another process with the same parameters. The
 * first tensor has the numbers: the loss, how many were evaluated, for each of these its loss, its
 * examples and what follows of it, and for each parameter whether a gradient follows. Then come the
 * gradients, and then the outputs and the labels or targets.
 *
 * @param parameters of the optimizer, whose order is the same in all processes
 */
record SumMessage(ImmutableList<Parameter> parameters) {
    /** What follows of something evaluated. */
    private static final int NOTHING = 0;

    private static final int LABELS = 1;
    private static final int TARGETS = 2;

    private static int follows(@Nullable Shown shown) {
        return shown == null ? NOTHING : shown.batch().hasLabels() ? LABELS : TARGETS;
    }

    /** The tensors of a sum. */
    ImmutableList<Tensor> of(ShardSum sum) {
        MutableDoubleList numbers =
                DoubleLists.mutable.with(sum.loss(), sum.evaluated().size());
        MutableList<Tensor> tensors = Lists.mutable.empty();
        ImmutableBooleanList follows = parameters.collectBoolean(sum.gradients()::dependsOn);
        parameters.forEachWithIndex((parameter, index) -> {
            if (follows.get(index)) {
                tensors.add(sum.gradients().of(parameter));
            }
        });
        for (Evaluated evaluated : sum.evaluated()) {
            @Nullable Shown shown = evaluated.shown();
            numbers.addAll(evaluated.loss(), evaluated.examples(), follows(shown));
            if (shown != null) {
                tensors.add(shown.outputs().detach());
                tensors.add(
                        shown.batch().hasLabels()
                                ? numbers(shown.batch().labels())
                                : shown.batch().targets());
            }
        }
        follows.forEach(follow -> numbers.add(follow ? 1 : 0));
        return Lists.immutable.with(Tensor.of(numbers.toArray())).newWithAll(tensors);
    }

    /** Every label is exact as a double. */
    private static Tensor numbers(Indices labels) {
        int[] classes = labels.toArray();
        double[] numbers = new double[classes.length];
        for (int i = 0; i < classes.length; i++) {
            numbers[i] = classes[i];
        }
        return Tensor.of(numbers);
    }

    private static Indices labels(Tensor numbers) {
        double[] values = numbers.toDoubleArray();
        int[] labels = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            labels[i] = (int) values[i];
        }
        return Indices.of(labels);
    }

    /** The sum that these tensors say, with respect to the values that the parameters have now. */
    ShardSum read(ImmutableList<Tensor> tensors) {
        double[] numbers = tensors.getFirst().toDoubleArray();
        Iterator<Tensor> rest = tensors.drop(1).iterator();
        int evaluated = (int) numbers[1];
        int flags = 2 + 3 * evaluated;
        MutableMap<Parameter, Tensor> gradients = Maps.mutable.empty();
        parameters.forEachWithIndex((parameter, index) -> {
            if (numbers[flags + index] == 1) {
                gradients.put(parameter, rest.next());
            }
        });
        MutableList<Evaluated> shards = Lists.mutable.empty();
        for (int at = 2; at < flags; at += 3) {
            shards.add(new Evaluated(numbers[at], (int) numbers[at + 1], shown((int) numbers[at + 2], rest)));
        }
        return new ShardSum(numbers[0], Gradients.ofParameters(gradients), shards.toImmutable());
    }

    private static @Nullable Shown shown(int follows, Iterator<Tensor> rest) {
        if (follows == NOTHING) {
            return null;
        }
        Tensor outputs = rest.next();
        return new Shown(outputs, follows == LABELS ? Shown.truths(labels(rest.next())) : Shown.truths(rest.next()));
    }
}
