package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Tensor;
import gradus.laws.Composites.Composite;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.ImmutableSet;

/** Methods made of several operators, against their definitions: values, and derivatives to third order. */
class CompositeLaws {
    @Property
    void valuesAgreeWithTheDefinition(@ForAll("draws") Draw draw) {
        forAll(draw, (f, _) -> value(f));
    }

    static void value(Expression f) {
        Grid expected = f.value();
        Tensor got = f.engine().apply(f.x().collect(grid -> grid.tensor(DType.F64)));
        assertThat(got.shape().toArray()).as("%s: shape", f).isEqualTo(expected.dims());
        double scale = 1 + ReductionReference.largest(expected.abs().data());
        double distance =
                ReductionReference.largest(Grid.of(got).plus(-1, expected).abs().data());
        Law.require(!(distance > 1e-14 * scale), "%s%n  got %s%n  expected %s", f, got, expected);
    }

    @Property
    void firstDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        forAll(draw, (f, source) -> DerivativeChecks.derivative(f, source, 1));
    }

    @Property
    void secondDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        forAll(draw, (f, source) -> DerivativeChecks.derivative(f, source, 2));
    }

    @Property(tries = 10)
    void thirdDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        forAll(draw, (f, source) -> DerivativeChecks.derivative(f, source, 3));
    }

    private static void forAll(Draw draw, BiConsumer<Expression, Source> check) {
        Composites.ALL.forEach(composite -> {
            Source source = composite.source(draw);
            check.accept(composite.draw().apply(source), source);
        });
    }

    /** Every public method that gives a tensor is an operator's or stands among the composites. */
    @Example
    void noMethodIsForgotten() {
        ImmutableSet<String> operators = Operators.ALL
                .collect(operator ->
                        Character.toLowerCase(operator.getSimpleName().charAt(0))
                                + operator.getSimpleName().substring(1))
                .toImmutableSet();
        ImmutableSet<String> proved = operators
                .newWithAll(Composites.ALL.collect(Composite::method).collect(name -> name.split(" ")[0]))
                .newWithAll(Lists.immutable.with("matmulTransposed", "transposedMatmul"));
        ImmutableSet<String> notMathematics = Sets.immutable.with("detach", "asVariable", "keep", "to", "self");
        ImmutableList<String> methods = Lists.immutable
                .with(Tensor.class.getMethods())
                .reject(method -> Modifier.isStatic(method.getModifiers()))
                .select(CompositeLaws::givesTensors)
                .collect(Method::getName)
                .distinct();
        assertThat(methods).hasSizeGreaterThan(60);
        assertThat(methods.reject(proved::contains).reject(notMathematics::contains))
                .as("methods that no law proves: add them to Composites")
                .isEmpty();
    }

    private static boolean givesTensors(Method method) {
        boolean mask = method.getReturnType() == Mask.class || method.getReturnType() == Indices.class;
        return !mask && (method.getReturnType() == Tensor.class || method.getReturnType() == ImmutableList.class);
    }

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.arbitrary();
    }
}
