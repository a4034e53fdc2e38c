package gradus.laws;

import gradus.autodiff.Applied;
import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradusException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Op;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Something that an operator must refuse, and with which exception. */
record Refusal(Class<? extends GradusException> type, Function<Op, Tensor> attempt) {

    /** Zeros in this shape, in F64. */
    static Tensor x(int... dims) {
        return Tensor.zeros(DType.F64, Shape.of(dims));
    }

    /** Two inputs of different element types, either way. */
    static ImmutableList<Refusal> mixedTypes() {
        return mixedTypes(op -> op);
    }

    /** The same with these settings. */
    static ImmutableList<Refusal> mixedTypes(Op settings) {
        return mixedTypes(_ -> settings);
    }

    private static ImmutableList<Refusal> mixedTypes(UnaryOperator<Op> settings) {
        return refused(ElementTypeException.class, settings, x(2, 2), Tensor.zeros(2, 2))
                .newWithAll(refused(ElementTypeException.class, settings, Tensor.zeros(2, 2), x(2, 2)));
    }

    /** Axes outside a matrix, and any axis of a single number. */
    static ImmutableList<Refusal> wrongAxis(IntFunction<? extends Op> make) {
        return wrongShape(make.apply(2), x(2, 3))
                .newWithAll(wrongShape(make.apply(-3), x(2, 3)))
                .newWithAll(wrongShape(make.apply(0), x()));
    }

    /** Inputs whose shapes do not fit, whatever the settings. */
    static ImmutableList<Refusal> wrongShape(Tensor... x) {
        return refused(ShapeException.class, op -> op, x);
    }

    /** Inputs whose shapes do not fit these settings. */
    static ImmutableList<Refusal> wrongShape(Op settings, Tensor... x) {
        return refused(ShapeException.class, _ -> settings, x);
    }

    /** Settings that name places outside the input. */
    static ImmutableList<Refusal> outside(Op settings, Tensor... x) {
        return refused(IndexException.class, _ -> settings, x);
    }

    /** Settings that make no sense by themselves. */
    static ImmutableList<Refusal> wrongSetting(Supplier<? extends Op> make) {
        return refused(ArgumentException.class, _ -> make.get(), x(1));
    }

    /** Settings that make no sense for these inputs. */
    static ImmutableList<Refusal> wrongSetting(Op settings, Tensor... x) {
        return refused(ArgumentException.class, _ -> settings, x);
    }

    private static ImmutableList<Refusal> refused(
            Class<? extends GradusException> type, UnaryOperator<Op> settings, Tensor... x) {
        ImmutableList<Tensor> inputs = Lists.immutable.with(x);
        return Lists.immutable.with(new Refusal(type, op -> Applied.of(settings.apply(op), inputs)));
    }
}
