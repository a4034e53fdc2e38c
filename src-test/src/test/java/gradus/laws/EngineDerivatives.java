package gradus.laws;

import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import gradus.laws.Differences.Direction;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The same derivatives by the engine: backward once an order, each time through the gradients of
 * the order before.
 */
final class EngineDerivatives {
    private EngineDerivatives() {}

    /**
     * @param terms the sum of |gradient x direction| over all elements: what the value is the sum
     *     of, without cancellation
     */
    record Result(double value, double terms) {}

    static Result of(Expression f, Grid g, ImmutableList<Direction> directions) {
        ImmutableList<Tensor> x = f.x().collect(grid -> grid.tensor(DType.F64).asVariable());
        Tensor cotangent = g.tensor(DType.F64).asVariable();
        Tensor y = f.engine().apply(x);
        boolean last = directions.size() == 1;
        Gradients gradients = last ? y.gradients(cotangent) : y.differentiableGradients(cotangent);
        ImmutableList<Tensor> terms = inputTerms(gradients, x, directions.getFirst());
        for (int order = 2; order <= directions.size(); order++) {
            Tensor sum = sum(terms);
            boolean highest = order == directions.size();
            Gradients higher = highest ? sum.gradients() : sum.differentiableGradients();
            Direction direction = directions.get(order - 1);
            terms = inputTerms(higher, x, direction)
                    .newWith(higher.of(cotangent).mul(direction.g().tensor(DType.F64)));
        }
        double size = terms.collectDouble(term -> term.abs().sum().item()).sum();
        return new Result(sum(terms).item(), size);
    }

    private static ImmutableList<Tensor> inputTerms(Gradients gradients, ImmutableList<Tensor> x, Direction direction) {
        return x.collectWithIndex(
                (variable, i) -> gradients.of(variable).mul(direction.x().get(i).tensor(DType.F64)));
    }

    private static Tensor sum(ImmutableList<Tensor> terms) {
        return terms.collect(Tensor::sum).reduce(Tensor::add).orElseThrow();
    }
}
