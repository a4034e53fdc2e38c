package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import java.util.Arrays;
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
 * examples, whether they follow, how many metrics of it alone there are, and these, and for each
 * parameter whether a gradient follows. Then come the gradients, and then the labels or targets and
 * the outputs.
 *
 * @param parameters of the optimizer, whose order is the same in all processes
 */
record SumMessage(ImmutableList<Parameter> parameters) {
    /** How many numbers there are of what was evaluated, before its metrics. */
    private static final int HEAD = 4;

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
            @Nullable Batch shown = evaluated.shown();
            numbers.addAll(
                    evaluated.loss(),
                    evaluated.examples(),
                    shown == null ? 0 : 1,
                    evaluated.means().size());
            numbers.addAll(evaluated.means());
            if (shown != null) {
                NamedMessage.add(shown.namedTargets(), tensors);
                NamedMessage.add(shown.outputs(), tensors);
            }
        }
        follows.forEach(follow -> numbers.add(follow ? 1 : 0));
        return Lists.immutable.with(Tensor.of(numbers.toArray())).newWithAll(tensors);
    }

    /** The sum that these tensors say, with respect to the values that the parameters have now. */
    ShardSum read(ImmutableList<Tensor> tensors) {
        double[] numbers = tensors.getFirst().toDoubleArray();
        Iterator<Tensor> rest = tensors.drop(1).iterator();
        MutableMap<Parameter, Tensor> gradients = Maps.mutable.empty();
        int flags = numbers.length - parameters.size();
        parameters.forEachWithIndex((parameter, index) -> {
            if (numbers[flags + index] == 1) {
                gradients.put(parameter, rest.next());
            }
        });
        MutableList<Evaluated> shards = Lists.mutable.empty();
        for (int at = 2; at < flags; at += HEAD + (int) numbers[at + HEAD - 1]) {
            var means = DoubleLists.immutable.with(
                    Arrays.copyOfRange(numbers, at + HEAD, at + HEAD + (int) numbers[at + HEAD - 1]));
            shards.add(new Evaluated(
                    numbers[at], (int) numbers[at + 1], means, numbers[at + 2] == 1 ? shown(rest) : null));
        }
        return new ShardSum(numbers[0], Gradients.ofParameters(gradients), shards.toImmutable());
    }

    private static Batch shown(Iterator<Tensor> rest) {
        Batch targets = Batch.ofTargets(NamedMessage.read(rest));
        return targets.withOutputs(NamedMessage.read(rest));
    }
}
