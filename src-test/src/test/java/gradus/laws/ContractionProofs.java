package gradus.laws;

import static gradus.laws.Domain.polynomial;
import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.appliedToTwo;
import static gradus.laws.Rows.ofMany;
import static gradus.laws.Rows.ofTwo;

import gradus.autodiff.Contraction;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** The proofs of {@link Contraction}. */
final class ContractionProofs {
    private ContractionProofs() {}

    static Proof of(Contraction.OfTwo op) {
        return switch (op) {
            case Contraction.Matmul(boolean transposeA, boolean transposeB) -> matmul(transposeA, transposeB);
        };
    }

    private static Proof matmul(boolean transposeA, boolean transposeB) {
        Contraction.Matmul plain = new Contraction.Matmul(false, false);
        return ofTwo(
                        (_, source) -> factors(source),
                        method(transposeA, transposeB),
                        (a, b) -> Reference.matmul(
                                transposeA ? Reference.transposed(a) : a, transposeB ? Reference.transposed(b) : b),
                        polynomial(0.5).upTo(1e15))
                .summing((a, _) -> a.dim(transposeA ? -2 : -1))
                .shared((_, x, _) ->
                        Expression.repeating(new Contraction.Matmul(transposeA, !transposeA), x, 2, Expression.STEP))
                .broadcast((x, result) -> onlyBatches(x, result))
                .refusing(
                        mixedTypes(plain),
                        wrongShape(plain, x(2, 3), x(2, 3)),
                        wrongShape(new Contraction.Matmul(true, false), x(2, 3), x(3, 4)),
                        wrongShape(new Contraction.Matmul(false, true), x(2, 3), x(3, 4)),
                        wrongShape(plain, x(3), x(3, 2)),
                        wrongShape(plain, x(2, 2, 3), x(3, 3, 4)));
    }

    private static BinaryOperator<Tensor> method(boolean transposeA, boolean transposeB) {
        if (transposeA && transposeB) {
            return appliedToTwo(new Contraction.Matmul(true, true));
        }
        return transposeA
                ? (a, b) -> a.transposedMatmul(b)
                : transposeB ? (a, b) -> a.matmulTransposed(b) : (a, b) -> a.matmul(b);
    }

    private static Fitting factors(Source source) {
        int rows = source.length();
        int depth = source.length();
        int columns = source.length();
        boolean transposeA = source.random().nextBoolean();
        boolean transposeB = source.random().nextBoolean();
        int[] batch = new int[source.between(0, Math.min(4, source.size() / 2))];
        Arrays.setAll(batch, _ -> source.oneIn(20) ? 0 : source.between(1, 2));
        int[] a = IntLists.mutable
                .with(source.oneIn(2) ? batch : source.broadcastableTo(batch))
                .with(transposeA ? depth : rows)
                .with(transposeA ? rows : depth)
                .toArray();
        int[] b = IntLists.mutable
                .with(source.oneIn(2) ? batch : source.broadcastableTo(batch))
                .with(transposeB ? columns : depth)
                .with(transposeB ? depth : columns)
                .toArray();
        return Fitting.of(new Contraction.Matmul(transposeA, transposeB), a, b);
    }

    private static int[] onlyBatches(Grid x, int[] result) {
        int[] dims = result.clone();
        dims[dims.length - 2] = x.dim(-2);
        dims[dims.length - 1] = x.dim(-1);
        return dims;
    }

    static Proof of(Contraction.OfMany op) {
        return switch (op) {
            case Contraction.Linear() -> linear();
        };
    }

    private static Proof linear() {
        return ofMany(
                        (_, source) -> rowsWeightsAndOffsets(source),
                        ContractionProofs::linear,
                        Reference::linear,
                        polynomial(0.5).upTo(1e15),
                        2)
                .summing((x, _) -> x.dim(-1) + 1)
                .shared((sample, _, source) -> Expression.repeating(
                        sample.op(), source.grid(sample.x().get(1).dims(), Values.ANYWHERE_TWICE), 2, Expression.STEP))
                .refusing(
                        mixedTypes(),
                        wrongShape(x(2, 3), x(3, 4)),
                        wrongShape(x(2, 3), x(3)),
                        wrongShape(x(), x(1, 1)),
                        wrongShape(x(2, 3), x(4, 3), x(3)),
                        wrongShape(x(2, 3), x(4, 3), x(1, 4)));
    }

    private static Tensor linear(ImmutableList<Tensor> x) {
        Tensor rows = x.getFirst();
        return x.size() > 2 ? rows.linear(x.get(1), x.get(2)) : rows.linear(Parameter.of("weights", x.getLast()), null);
    }

    private static Fitting rowsWeightsAndOffsets(Source source) {
        int in = source.length();
        int out = source.length();
        int[] leading = source.oneIn(3)
                ? new int[0]
                : source.oneIn(4) ? new int[] {2, source.length()} : new int[] {source.length()};
        int[] x = IntLists.mutable.with(leading).with(in).toArray();
        Contraction.Linear op = new Contraction.Linear();
        return source.oneIn(3)
                ? Fitting.of(op, x, new int[] {out, in})
                : Fitting.of(op, x, new int[] {out, in}, new int[] {out});
    }
}
