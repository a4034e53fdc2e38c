package gradus.laws;

import gradus.autodiff.Op;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What has to hold for every operator, or every one of a kind. A law checks one sample; it throws
 * an {@link AssertionError} that says everything, or returns the error that it met, in its own
 * measure.
 */
enum Law {
    /**
     * The result has the reference's shape and the inputs' type; neither forward nor backward
     * changes an input.
     */
    SHAPE("shape", _ -> true, Samples::wide, ForwardChecks::shape),
    /** The fluent method is this operator. */
    METHOD("method", _ -> true, Samples::smooth, ForwardChecks::method),
    /** F64 results are as near to the reference as {@link Domain} says. */
    FORWARD_F64("F64 ulps", _ -> true, Samples::wide, ForwardChecks::inF64),
    /** The same for F32, whose inputs are the reference's, rounded. */
    FORWARD_F32("F32 ulps", _ -> true, Samples::wide, ForwardChecks::inF32),
    /** The same, in both, for zeros, infinities, NaN, tiny and huge numbers. */
    SPECIAL("special values", _ -> true, Samples::special, ForwardChecks::special),
    /** The vjp agrees with differences of the reference. */
    ORDER_1("order 1", _ -> true, Samples::smooth, DerivativeChecks::order1),
    /** So does the derivative of the vjp, with respect to inputs and cotangent. */
    ORDER_2("order 2", _ -> true, Samples::smooth, DerivativeChecks::order2),
    /** And the derivative of that. */
    ORDER_3("order 3", _ -> true, Samples::smooth, DerivativeChecks::order3),
    /** One tensor as every input, and the result used several times: orders 1 and 2. */
    SHARED("shared", _ -> true, Samples::smooth, DerivativeChecks::shared),
    /** The vjp of a g + b h is a times the vjp of g plus b times that of h. */
    LINEARITY("linearity", _ -> true, Samples::smooth, DerivativeChecks::linearity),
    /** The gradient of a broadcast input is summed back. */
    BROADCASTING("broadcasting", Op.OfTwo.class::isAssignableFrom, Samples::smooth, DerivativeChecks::broadcasting),
    /** A branch that {@code where} did not take leaks nothing. */
    WHERE("where", Operators::isElementwise, Samples::smooth, WhereChecks::noLeak);

    private final String label;
    private final Predicate<Class<? extends Op>> applies;
    private final BiFunction<Class<? extends Op>, Draw, Sample> samples;
    private final ToDoubleBiFunction<Sample, Source> check;

    Law(
            String label,
            Predicate<Class<? extends Op>> applies,
            BiFunction<Class<? extends Op>, Draw, Sample> samples,
            ToDoubleBiFunction<Sample, Source> check) {
        this.label = label;
        this.applies = applies;
        this.samples = samples;
        this.check = check;
    }

    /** The operators that it speaks of. */
    ImmutableList<Class<? extends Op>> operators() {
        return Operators.ALL.select(applies::test);
    }

    /** Checks one sample and returns the error met. */
    double check(Sample sample, Source source) {
        return check.applyAsDouble(sample, source);
    }

    /** Checks one operator with a sample of the law's kind. */
    void check(Class<? extends Op> operator, Draw draw) {
        Sample sample = samples.apply(operator, draw);
        Ledger.record(this, operator, check(sample, draw.source(operator, Lengths.SHORT)));
    }

    /** Checks every operator that it speaks of; the error names those that broke it. */
    void checkAll(Draw draw) {
        checkEach(operators(), draw);
    }

    /** Checks some operators; the error names those that broke it. */
    void checkEach(ImmutableList<Class<? extends Op>> operators, Draw draw) {
        ImmutableList<String> failures = operators
                .collect(operator -> {
                    try {
                        check(operator, draw);
                        return "";
                    } catch (AssertionError | RuntimeException e) {
                        return "%n%s broke the law \"%s\" with %s:%n%s"
                                .formatted(Operators.name(operator), label, draw, e);
                    }
                })
                .reject(String::isEmpty);
        if (failures.notEmpty()) {
            throw new AssertionError(failures.makeString("\n"));
        }
    }

    static void require(boolean holds, String message, Object... details) {
        if (!holds) {
            throw new AssertionError(String.format(Locale.ROOT, message, details));
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
