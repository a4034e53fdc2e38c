package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Applied;
import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Op;
import gradus.autodiff.Tensor;
import gradus.laws.Differences.Direction;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** What has to hold for every operator. Each law checks one sample and throws an {@link AssertionError} that says all. */
enum Law {
    /** The result has the reference's shape and the inputs' type, and nothing changes an input. */
    SHAPE("shape", true) {
        @Override
        double check(Sample sample, Source source) {
            DType dtype = source.random().nextBoolean() ? DType.F32 : DType.F64;
            ImmutableList<Tensor> x = sample.tensors(dtype).collect(Tensor::asVariable);
            ImmutableList<double[]> before = x.collect(Tensor::toDoubleArray);
            Tensor y = Applied.of(sample.op(), x);
            double[] result = y.toDoubleArray();
            int[] dims = sample.reference().dims();
            assertThat(y.shape().toArray()).as("%s: shape", sample).isEqualTo(dims);
            assertThat(y.dtype()).as("%s: element type", sample).isEqualTo(dtype);
            Gradients gradients = y.gradients(source.direction(dims).tensor(dtype));
            x.forEachWithIndex((input, i) -> {
                Tensor gradient = gradients.of(input);
                assertThat(gradient.shape())
                        .as("%s: shape of gradient %s", sample, i)
                        .isEqualTo(input.shape());
                assertThat(gradient.dtype())
                        .as("%s: type of gradient %s", sample, i)
                        .isEqualTo(dtype);
                assertThat(bits(input.toDoubleArray()))
                        .as("%s: input %s", sample, i)
                        .isEqualTo(bits(before.get(i)));
            });
            assertThat(bits(y.toDoubleArray()))
                    .as("%s: result after backward", sample)
                    .isEqualTo(bits(result));
            return 0;
        }
    },
    /** F64 results are as near to the reference as {@link Domain} says. */
    FORWARD_F64("F64 ulps", true) {
        @Override
        double check(Sample sample, Source source) {
            return forward(sample, DType.F64);
        }
    },
    /** The same for F32, whose inputs are the reference's, rounded. */
    FORWARD_F32("F32 ulps", true) {
        @Override
        double check(Sample sample, Source source) {
            return forward(sample.with(sample.x().collect(grid -> grid.rounded(DType.F32))), DType.F32);
        }
    },
    /** The vjp agrees with differences of the reference. */
    ORDER_1("order 1", false) {
        @Override
        double check(Sample sample, Source source) {
            return derivative(sample, source, 1, 1e-7);
        }
    },
    /** So does the derivative of the vjp, with respect to inputs and cotangent. */
    ORDER_2("order 2", false) {
        @Override
        double check(Sample sample, Source source) {
            return derivative(sample, source, 2, 1e-6);
        }
    },
    /** And the derivative of that. */
    ORDER_3("order 3", false) {
        @Override
        double check(Sample sample, Source source) {
            return derivative(sample, source, 3, 1e-5);
        }
    },
    /** The vjp of a g + b h is a times the vjp of g plus b times that of h. */
    LINEARITY("linear in the cotangent", false) {
        @Override
        double check(Sample sample, Source source) {
            int[] dims = sample.reference().dims();
            Grid g = source.direction(dims);
            Grid h = source.direction(dims);
            double a = source.uniform(-2, 2);
            double b = source.uniform(-2, 2);
            ImmutableList<Grid> left = vjp(sample, g.map(element -> a * element).plus(b, h));
            ImmutableList<Grid> ofG = vjp(sample, g);
            ImmutableList<Grid> ofH = vjp(sample, h);
            double worst = 0;
            for (int input = 0; input < left.size(); input++) {
                Grid right = ofG.get(input).map(element -> a * element).plus(b, ofH.get(input));
                double scale = ofG.get(input).abs().dot(ofG.get(input).map(_ -> 3))
                        + ofH.get(input).abs().dot(ofH.get(input).map(_ -> 3));
                double error = ratio(left.get(input).plus(-1, right).abs().dot(right.map(_ -> 1)), scale);
                require(
                        error <= 1e-13,
                        "%s: input %d: relative error %.3g%n  of the sum   %s%n  sum of vjps  %s",
                        sample,
                        input,
                        error,
                        left.get(input),
                        right);
                worst = Math.max(worst, error);
            }
            return worst;
        }
    };

    private final String label;
    private final boolean wide;

    Law(String label, boolean wide) {
        this.label = label;
        this.wide = wide;
    }

    /** Checks one sample and returns its worst error, in the law's measure. */
    abstract double check(Sample sample, Source source);

    /** Checks one operator with a sample of the law's kind. */
    void check(Class<? extends Op> operator, Draw draw) {
        Source source = draw.source(operator, wide);
        Sample sample = wide ? Samples.wide(operator, source) : Samples.smooth(operator, source);
        Ledger.record(this, operator, check(sample, source));
    }

    /** Checks every operator; the error names those that broke the law. */
    void checkAll(Draw draw) {
        ImmutableList<String> failures = Operators.ALL
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

    private static double forward(Sample sample, DType dtype) {
        Grid reference = sample.reference();
        double[] result = sample.engine(dtype).toDoubleArray();
        Precision precision = Precision.of(sample, reference);
        double tolerance = precision.allowed(Domain.of(sample.op()).ulps(dtype));
        double worst = 0;
        for (int i = 0; i < result.length; i++) {
            double expected = reference.data()[i];
            double ulps = precision.ulps(dtype, result[i], expected, i);
            require(
                    ulps <= tolerance,
                    "%s in %s: element %s: got %s, reference %s: %.3g ulps, allowed %s%s",
                    sample,
                    dtype,
                    Arrays.toString(reference.index(i)),
                    result[i],
                    expected,
                    ulps,
                    tolerance,
                    sample.x().collect(grid -> "\n  " + grid).makeString(""));
            worst = Math.max(worst, ulps);
        }
        return worst;
    }

    /**
     * The relative error |engine - differences| / scale. The scale is the sum of |gradient x direction| over all elements of all
     * inputs, which the derivative is the sum of; but at least a thousandth of |g| |f(x)|, the size of what is differentiated, for
     * derivatives that are 0.
     */
    private static double derivative(Sample sample, Source source, int order, double tolerance) {
        Grid g = source.direction(sample.reference().dims());
        Grid none = g.map(_ -> 0);
        ImmutableList<Direction> directions = Lists.immutable.fromStream(java.util.stream.IntStream.range(0, order)
                .mapToObj(i -> new Direction(
                        sample.x().collect(x -> source.direction(x.dims())),
                        i == 0 ? none : source.direction(g.dims()))));
        Derivatives.Result engine = Derivatives.of(sample, g, directions);
        Differences.Result differences = Differences.of(sample, g, directions);
        double scale = Math.max(engine.terms(), 1e-3 * differences.size());
        double error = ratio(Math.abs(engine.value() - differences.value()), scale);
        require(
                error <= tolerance,
                "%s: derivative of order %d: engine %s, differences %s: relative error %.3g, allowed %s%s%n  g %s",
                sample,
                order,
                engine.value(),
                differences.value(),
                error,
                tolerance,
                sample.x().collect(grid -> "\n  x " + grid).makeString(""),
                g);
        return error;
    }

    static double ratio(double error, double scale) {
        return error == 0 ? 0 : error / scale;
    }

    static ImmutableList<Grid> vjp(Sample sample, Grid g) {
        ImmutableList<Tensor> x = sample.tensors(DType.F64).collect(Tensor::asVariable);
        Gradients gradients = Applied.of(sample.op(), x).gradients(g.tensor(DType.F64));
        return x.collect(input -> Grid.of(gradients.of(input)));
    }

    private static long[] bits(double... elements) {
        return Arrays.stream(elements).mapToLong(Double::doubleToRawLongBits).toArray();
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
