package gradus.conventions;

import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Tensor;
import gradus.laws.Operators;
import gradus.nn.loss.BinaryCrossEntropy;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;

/** The functions that the page's tables name. */
final class Functions {
    private static final Mask TRUE = Mask.of(Shape.SCALAR, true);
    private static final Mask FALSE = Mask.of(Shape.SCALAR, false);
    private static final MutableMap<String, Function<ImmutableList<Tensor>, Tensor>> BY_NAME = Maps.mutable.empty();

    static {
        settings();
        compositions();
        reductions();
        probabilities();
    }

    private Functions() {}

    /** Elementwise operators without settings go by their own names; all others are told here. */
    static ImmutableMap<String, Function<ImmutableList<Tensor>, Tensor>> byName() {
        return Operators.elementwise().newWithAllKeyValues(told().keyValuesView());
    }

    /** Those that stand here because the page names them. */
    static ImmutableMap<String, Function<ImmutableList<Tensor>, Tensor>> told() {
        return BY_NAME.toImmutable();
    }

    private static void one(String name, UnaryOperator<Tensor> f) {
        BY_NAME.put(name, x -> f.apply(x.getOnly()));
    }

    private static void two(String name, BinaryOperator<Tensor> f) {
        BY_NAME.put(name, x -> f.apply(x.getFirst(), x.getLast()));
    }

    private static void settings() {
        one("leakyRelu(0.25)", x -> x.leakyRelu(0.25));
        one("elu(0.5)", x -> x.elu(0.5));
        one("clamp(-1, 2)", x -> x.clamp(-1, 2));
        one("clamp(1, 1)", x -> x.clamp(1, 1));
        one("maxPool(3)", x -> x.reshape(1, 1, -1).maxPool(SlidingWindow.of(3)).reshape(1));
        one("pow(0)", x -> x.pow(0));
        one("pow(0.5)", x -> x.pow(0.5));
        one("pow(1)", x -> x.pow(1));
        one("pow(2)", x -> x.pow(2));
        one("pow(-1)", x -> x.pow(-1));
    }

    private static void compositions() {
        one("sqrt, times 0", x -> x.sqrt().mul(0));
        one("sqrt, squared", x -> x.sqrt().square());
        one("square, rooted", x -> x.square().sqrt());
        two("where true", (a, b) -> Tensor.where(TRUE, a, b));
        two("where true, roots", (a, b) -> Tensor.where(TRUE, a.sqrt(), b.sqrt()));
        two("where false, roots", (a, b) -> Tensor.where(FALSE, a.sqrt(), b.sqrt()));
    }

    private static void reductions() {
        one("sum", x -> x.sum());
        one("prod", x -> x.prod());
        one("max", x -> x.max());
        one("min", x -> x.min());
        one("norm", x -> x.norm());
        one("variance", x -> x.variance());
        one("standardDeviation", x -> x.standardDeviation());
        one("logSumExp", x -> x.logSumExp());
    }

    private static void probabilities() {
        one("softmax", x -> x.softmax(0));
        one("logSoftmax", x -> x.logSoftmax(0));
        one("crossEntropy, label 0", x -> x.crossEntropy(Indices.of(Shape.SCALAR, 0)));
        one("crossEntropy, label 1", x -> x.crossEntropy(Indices.of(Shape.SCALAR, 1)));
        two("crossEntropy, one-hot", (x, target) -> x.crossEntropy(target));
        two("binaryCrossEntropy", (x, target) -> x.binaryCrossEntropy(target));
        two("BinaryCrossEntropy", (p, target) -> new BinaryCrossEntropy().each(p, target));
    }
}
