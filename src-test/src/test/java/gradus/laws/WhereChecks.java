package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Applied;
import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Mask;
import gradus.autodiff.Op;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * {@code where(mask, f(x), 0)} does not know of the elements not taken: with anything there, also
 * outside the domain of f, the gradients of orders 1 and 2 are exactly those that harmless elements
 * give.
 */
final class WhereChecks {
    private static final double[] POISON = {
        0,
        -0.0,
        -1,
        -0.5,
        1,
        1.5707963267948966,
        -1e300,
        1e300,
        5e-324,
        -5e-324,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private WhereChecks() {}

    static double noLeak(Sample sample, Source source) {
        int[] dims = sample.reference().dims();
        Sample clean = sample.with(sample.x().collect(x -> x.broadcastTo(dims)));
        Mask mask = source.mask(dims);
        boolean[] taken = mask.toArray();
        Sample poisoned = clean.with(clean.x().collect(x -> {
            double[] elements = x.data().clone();
            for (int i = 0; i < elements.length; i++) {
                elements[i] = taken[i] ? elements[i] : source.oneOf(POISON);
            }
            return new Grid(dims, elements);
        }));
        Grid g = source.direction(dims);
        ImmutableList<Grid> directions = clean.x().collect(_ -> source.direction(dims));
        ImmutableList<Grid> expected = gradients(clean, mask, g, directions);
        ImmutableList<Grid> got = gradients(poisoned, mask, g, directions);
        expected.forEachWithIndex((gradient, i) -> {
            double[] wanted = gradient.data();
            double[] found = got.get(i).data();
            for (int element = 0; element < wanted.length; element++) {
                assertThat(found[element])
                        .as(
                                "where(mask, %s, 0), gradient %d, element %d, taken %s\n  x %s",
                                sample, i, element, taken[element], poisoned.x())
                        .isEqualTo(wanted[element] + 0.0);
            }
        });
        return 0;
    }

    /**
     * The gradients of all inputs, then those of the first-order gradients times the directions,
     * inputs and cotangent.
     */
    private static ImmutableList<Grid> gradients(Sample sample, Mask mask, Grid g, ImmutableList<Grid> directions) {
        Op op = sample.op();
        ImmutableList<Tensor> x = sample.tensors(DType.F64).collect(Tensor::asVariable);
        Tensor cotangent = g.tensor(DType.F64).asVariable();
        Tensor y = Tensor.where(mask, Applied.of(op, x), 0);
        Gradients first = y.differentiableGradients(cotangent);
        MutableList<Tensor> all = x.collect(first::of).toList();
        Tensor inner = all.collectWithIndex((gradient, i) ->
                        gradient.mul(directions.get(i).tensor(DType.F64)).sum())
                .reduce(Tensor::add)
                .orElseThrow();
        Gradients second = inner.gradients();
        all.addAllIterable(x.newWith(cotangent).collect(second::of));
        return Lists.immutable.withAll(all.collect(gradient -> Grid.of(gradient).map(element -> element + 0.0)));
    }
}
