package gradus.examples.digits;

import module gradus.examples;
import module java.base;

/**
 * Part 2: how far central differences are from the gradient, for each step size. A large step errs because the function
 * is not straight (like h²), a small one because the difference of two nearly equal numbers is rounded (like 1/h).
 *
 * @param name what is differentiated, with respect to what
 * @param errors the largest error of any element, relative to the largest number in the gradient, for each of
 *     {@link #STEPS}
 */
record StepSizes(String name, ImmutableDoubleList errors) {
    /** 10⁻¹ to 10⁻¹², half a power of ten each. */
    private static final ImmutableDoubleList STEPS =
            DoubleLists.immutable.withAll(IntStream.rangeClosed(2, 24).mapToDouble(i -> StrictMath.pow(10, -i / 2.0)));

    /** The step of the report: its worst errors are 8.9e-7 (dx) and 1.7e-6 (dW). */
    private static final double REPORTED_STEP = 1e-4;

    /**
     * Sigmoid, ReLU (away from its kink), binary cross-entropy, and the linear layer with respect to inputs, weights
     * and biases.
     */
    static ImmutableList<StepSizes> all(Randomness random) {
        Tensor x = Tensor.uniform(DType.F64, Shape.of(4, 5), -2, 2, random);
        Tensor awayFromZero = x.add(x.sign());
        Tensor probabilities = Tensor.uniform(DType.F64, Shape.of(8), 0.1, 0.9, random);
        Tensor labels = Tensor.of(0.0, 1, 0, 1, 1, 0, 0, 1);
        Tensor weight = Tensor.uniform(DType.F64, Shape.of(3, 5), -1, 1, random);
        Tensor bias = Tensor.uniform(DType.F64, Shape.of(3), -1, 1, random);
        // the sigmoid makes a curve of the linear layer: of a straight line even the largest step gives the slope
        return Lists.immutable.with(
                of("sigmoid, dx", Tensor::sigmoid, x, random),
                of("ReLU, dx", Tensor::relu, awayFromZero, random),
                of("cross-entropy, dy", y -> new NaiveBinaryCrossEntropy().each(y, labels), probabilities, random),
                of("linear, dx", v -> v.linear(weight, bias).sigmoid(), x, random),
                of("linear, dW", v -> x.linear(v, bias).sigmoid(), weight, random),
                of("linear, db", v -> x.linear(weight, v).sigmoid(), bias, random));
    }

    /** The errors of a function that passes the library's own check, which chooses its steps itself. */
    private static StepSizes of(String name, UnaryOperator<Tensor> f, Tensor at, Randomness random) {
        GradientCheck.of(f).named(name).at(at).requirePassed();
        Tensor cotangent = Tensor.uniform(DType.F64, f.apply(at).shape(), 0.5, 1.5, random);
        UnaryOperator<Tensor> weighted = v -> f.apply(v).mul(cotangent).sum();
        Tensor variable = at.asVariable();
        Tensor gradient = weighted.apply(variable).gradients().of(variable);
        double[] errors = STEPS.primitiveStream()
                .map(step -> Differences.largest(Differences.central(weighted, at, step), gradient))
                .toArray();
        return new StepSizes(name, DoubleLists.immutable.with(errors));
    }

    /** The smallest of all errors, at the best step. */
    double best() {
        return errors.min();
    }

    /** The step with the smallest error. */
    double bestStep() {
        return STEPS.get(errors.indexOf(best()));
    }

    /** The error with the step of the report. */
    double atReportedStep() {
        return errors.get(STEPS.indexOf(REPORTED_STEP));
    }

    static void report(Run run) {
        ImmutableList<StepSizes> all = all(run.random());
        double worst = all.collectDouble(StepSizes::atReportedStep).max();
        run.say("worst error of a difference at h = " + REPORTED_STEP + ": " + Numbers.brief(worst));
        Findings f = run.findings();
        f.value("stepSizes", all);
        f.value("reportedStep", REPORTED_STEP);
        var names = Lists.immutable.with("sigmoid", "relu", "cross_entropy", "dx", "dW", "db");
        var reported = Lists.immutable.with("", "", "", "8.9e-7", "1.7e-6", "");
        all.forEachWithIndex(
                (each, i) -> f.number("difference_check_" + names.get(i), each.atReportedStep(), reported.get(i)));
        f.curves("step-sizes", all.collect(each -> new Curve(each.name(), STEPS, each.errors())));
        activation(f, "sigmoid", "sigmoid", Tensor::sigmoid);
        activation(f, "relu", "ReLU", Tensor::relu);
    }

    /** An activation and its gradient, over -6 to 6. */
    private static void activation(Findings f, String picture, String name, UnaryOperator<Tensor> activation) {
        Tensor x = Tensor.linspace(DType.F64, -6, 6, 241).asVariable();
        Tensor y = activation.apply(x);
        double[] gradient = y.sum().gradients().of(x).toDoubleArray();
        f.curves(
                picture,
                Curve.of(name, x.toDoubleArray(), y.toDoubleArray()),
                Curve.of("its gradient", x.toDoubleArray(), gradient));
    }
}
