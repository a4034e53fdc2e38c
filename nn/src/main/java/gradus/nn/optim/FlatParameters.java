package gradus.nn.optim;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import gradus.nn.NamedParameter;
import java.util.Arrays;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.ImmutableList;

/** Parameters as one vector of doubles, one after the other. */
final class FlatParameters {
    private final ImmutableList<Parameter> parameters;

    private final Shares shares;
    private final UnmatchedWatch unmatched;
    private final Scope scope = new Scope();
    private boolean isBeginning;

    /** How many losses were computed. */
    int evaluations;

    FlatParameters(ImmutableList<Parameter> parameters) {
        this.parameters = parameters;
        this.shares = Shares.take(parameters);
        this.unmatched = new UnmatchedWatch(parameters);
    }

    /** A minimization begins: a turn among other optimizers. */
    void begin() {
        isBeginning = true;
    }

    /** A place, the loss there, and its gradient. */
    static final class Point {
        final double[] x;
        final double loss;
        final double[] gradient;

        Point(double[] x, double loss, double[] gradient) {
            this.x = x;
            this.loss = loss;
            this.gradient = gradient;
        }
    }

    int size() {
        return (int) parameters.sumOfInt(parameter -> parameter.shape().size());
    }

    /** The loss where the parameters are. */
    Point evaluate(Supplier<Tensor> loss) {
        return scope.run(() -> computed(loss));
    }

    private Point computed(Supplier<Tensor> loss) {
        evaluations++;
        ImmutableList<NamedParameter> named = parameters.collect(NamedParameter::of);
        Tensor value = Checks.tracked("LBFGS", loss.get(), named);
        Gradients gradients = value.gradients();
        if (parameters.noneSatisfy(gradients::dependsOn)) {
            throw Checks.independent("LBFGS", named);
        }
        if (isBeginning || evaluations == 2) {
            unmatched.next(gradients).say();
        }
        if (isBeginning) {
            shares.change(gradients);
            isBeginning = false;
        }
        return new Point(
                joined(parameters.collect(Parameter::value)), value.item(), joined(parameters.collect(gradients::of)));
    }

    /**
     * The loss at {@code from + step along}, rounded to the parameters' types, and the parameters
     * there.
     */
    Point evaluate(Supplier<Tensor> loss, double[] from, double step, double[] along) {
        double[] x = from.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] += step * along[i];
        }
        set(x);
        return evaluate(loss);
    }

    /** Moves the parameters to a place. */
    void set(double[] x) {
        int at = 0;
        for (Parameter parameter : parameters) {
            int size = parameter.shape().size();
            double[] part = Arrays.copyOfRange(x, at, at + size);
            parameter.set(Tensor.of(part).to(parameter.dtype()).reshape(parameter.shape()));
            at += size;
        }
    }

    private double[] joined(ImmutableList<Tensor> parts) {
        double[] all = new double[size()];
        int at = 0;
        for (Tensor part : parts) {
            double[] numbers = part.toDoubleArray();
            System.arraycopy(numbers, 0, all, at, numbers.length);
            at += numbers.length;
        }
        return all;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
