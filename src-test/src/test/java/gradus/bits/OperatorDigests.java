package gradus.bits;

import gradus.autodiff.Applied;
import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Op;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.laws.Draw;
import gradus.laws.Operators;
import gradus.laws.Sample;
import gradus.laws.Samples;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * One line for each operator and element type: what it computes, and its first and second
 * derivatives, over samples of the laws that are drawn from fixed seeds. A new operator is among
 * them as soon as it can be drawn.
 */
final class OperatorDigests {
    private static final int DRAWS = 5;

    /** Keeps products of batches of matrices short. */
    private static final int SIZE_OF_LARGE_DRAWS = 3;

    private final Class<? extends Op> operator;
    private final DType dtype;
    private final Fingerprint forward = new Fingerprint();
    private final Fingerprint first = new Fingerprint();
    private final Fingerprint second = new Fingerprint();

    private OperatorDigests(Class<? extends Op> operator, DType dtype) {
        this.operator = operator;
        this.dtype = dtype;
    }

    /** From small samples and a large one. */
    static ImmutableList<String> all() {
        return lines(
                operator -> IntInterval.zeroTo(DRAWS - 1)
                        .collect(number -> small(operator, 2 * number + 1))
                        .flatCollect(samples -> samples),
                operator -> Lists.immutable.with(Samples.large(operator, new Draw(DRAWS, SIZE_OF_LARGE_DRAWS))));
    }

    /** From few small samples, for where everything is slow. */
    static ImmutableList<String> few() {
        return lines(operator -> small(operator, 2), _ -> Lists.immutable.empty());
    }

    private static ImmutableList<String> lines(
            Function<Class<? extends Op>, ImmutableList<Sample>> small,
            Function<Class<? extends Op>, ImmutableList<Sample>> large) {
        return Operators.ALL.flatCollect(operator -> {
            ImmutableList<Sample> drawn = small.apply(operator);
            ImmutableList<Sample> drawnLarge = large.apply(operator);
            return Lists.immutable
                    .with(DType.values())
                    .collect(dtype -> new OperatorDigests(operator, dtype).line(drawn, drawnLarge));
        });
    }

    /** One of each kind that the laws know; the higher the number, the larger. */
    private static ImmutableList<Sample> small(Class<? extends Op> operator, int number) {
        Draw draw = new Draw(number, number);
        return Lists.immutable.with(
                Samples.wide(operator, draw), Samples.smooth(operator, draw), Samples.special(operator, draw));
    }

    private String line(ImmutableList<Sample> small, ImmutableList<Sample> large) {
        small.forEach(this::addWithHigherDerivatives);
        large.forEach(this::add);
        return "%s %s forward %s first %s second %s"
                .formatted(Operators.name(operator), dtype, forward.brief(), first.brief(), second.brief());
    }

    /** Second derivatives are made of the same loops as first ones; large samples do without. */
    private void add(Sample sample) {
        ImmutableList<Tensor> x = sample.tensors(dtype).collect(Tensor::asVariable);
        Tensor y = Applied.of(sample.op(), x);
        forward.add(y);
        Gradients gradients = y.gradients(like(y, Randomness.seeded(1)));
        x.collect(gradients::of).forEach(first::add);
    }

    private void addWithHigherDerivatives(Sample sample) {
        ImmutableList<Tensor> x = sample.tensors(dtype).collect(Tensor::asVariable);
        Tensor y = Applied.of(sample.op(), x);
        forward.add(y);
        var random = Randomness.seeded(y.shape().size());
        Tensor cotangent = like(y, random).asVariable();
        Gradients gradients = y.differentiableGradients(cotangent);
        x.collect(gradients::of).forEach(first::add);
        Gradients higher = x.collect(
                        input -> gradients.of(input).mul(like(input, random)).sum())
                .reduce(Tensor::add)
                .orElseThrow()
                .gradients();
        x.newWith(cotangent).collect(higher::of).forEach(second::add);
    }

    private static Tensor like(Tensor tensor, Randomness random) {
        return Tensor.uniform(tensor.dtype(), tensor.shape(), -1, 1, random);
    }
}
