package gradus.examples.softplus;

import java.util.function.Supplier;
import module gradus.examples;
import org.eclipse.collections.impl.list.Interval;

/** Part 2: a number of the gradient of a loss beside a central difference of fourth order. */
record ParameterCheck(String name, int position, double gradient, double difference) {
    private static final double STEP = 1e-3;

    /** |gradient - difference| by the larger of the two. */
    double relativeError() {
        double larger = Math.max(Math.abs(gradient), Math.abs(difference));
        return larger == 0 ? 0 : Math.abs(gradient - difference) / larger;
    }

    /** The one with the largest relative error. */
    static ParameterCheck worst(ImmutableList<ParameterCheck> checks) {
        return checks.maxBy(ParameterCheck::relativeError);
    }

    /** Checks every number that the model learns. Its parameters are changed one number at a time and set back. */
    static ImmutableList<ParameterCheck> all(Layer model, Supplier<Tensor> loss) {
        Gradients gradients = loss.get().gradients();
        return model.namedParameters().flatCollect(named -> {
            Parameter parameter = named.parameter();
            double[] gradient = gradients.of(parameter).toDoubleArray();
            double[] differences = differences(parameter, loss).toDoubleArray();
            return Interval.zeroTo(gradient.length - 1)
                    .collect(i -> new ParameterCheck(named.name(), i, gradient[i], differences[i]));
        });
    }

    private static Tensor differences(Parameter parameter, Supplier<Tensor> loss) {
        Tensor before = parameter.value().detach();
        Tensor found = Differences.fourthOrder(
                moved -> {
                    parameter.set(moved);
                    return loss.get();
                },
                before,
                STEP);
        parameter.set(before);
        return found;
    }

    /** All numbers of a model: the worst one of each parameter for the report, and each in a file. */
    static void report(Run run, Layer model, Supplier<Tensor> loss) {
        ImmutableList<ParameterCheck> checks = all(model, loss);
        Findings f = run.findings();
        ParameterCheck worst = worst(checks);
        run.say("gradient check of all %d numbers: largest relative error %.1e"
                .formatted(checks.size(), worst.relativeError()));
        f.number("gradient_check_largest_relative_error", worst.relativeError());
        f.value("worst", worst);
        f.value("checks", model.namedParameters().collect(named -> {
            var numbers = checks.select(check -> check.name().equals(named.name()));
            return Lists.immutable.with(worst(numbers), numbers.size());
        }));
        Table all = Table.over(checks)
                .column("parameter", ParameterCheck::name)
                .column("position", ParameterCheck::position)
                .column("gradient", ParameterCheck::gradient)
                .column("numeric", ParameterCheck::difference)
                .column("relative_error", ParameterCheck::relativeError)
                .table();
        run.file("gradient-check.csv", all.csv());
    }
}
