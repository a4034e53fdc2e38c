package gradus.laws;

import gradus.autodiff.Op;
import gradus.laws.Composites.Composite;
import org.eclipse.collections.api.RichIterable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The laws on a few draws that are always the same, operator by operator: they say in a moment
 * which one is broken. The properties draw at large. Where operators are {@linkplain ChosenOperators
 * chosen}, for these alone.
 */
class FixedDrawsTest {
    private static final ImmutableList<Draw> DRAWS =
            Lists.immutable.with(new Draw(1, 3), new Draw(2, 5), new Draw(3, 7), new Draw(4, Source.LARGEST));

    static ImmutableList<String> operators() {
        return ChosenOperators.get().collect(Operators::name);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void lawsOf(String name) {
        Class<? extends Op> operator =
                Operators.ALL.detect(each -> Operators.name(each).equals(name));
        for (Law law : Law.values()) {
            if (law.operators().contains(operator)) {
                DRAWS.forEach(draw -> law.check(operator, draw));
            }
        }
    }

    static RichIterable<String> methods() {
        return ChosenOperators.areAll()
                ? Composites.ALL.collect(Composite::method).distinct()
                : Lists.immutable.empty();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("methods")
    void methodsMadeOfSeveral(String method) {
        Composites.ALL
                .select(composite -> composite.method().equals(method))
                .forEach(composite -> DRAWS.forEach(draw -> {
                    CompositeLaws.value(composite.draw().apply(composite.source(draw)));
                    for (int order = 1; order <= 3; order++) {
                        Source source = composite.source(draw);
                        DerivativeChecks.derivative(composite.draw().apply(source), source, order);
                    }
                }));
    }
}
