package gradus.autodiff.check;

import gradus.autodiff.GradusException;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.DerivativeOrder.Comparison;
import gradus.autodiff.check.GradientCheck.Mismatch;
import java.util.Locale;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/** Finds the element behind a disagreement along a direction, and a word on what is probably wrong. */
final class MismatchSearch {
    /** So many elements are looked at one by one; to find them among more, the direction is halved. */
    private static final int LOOKED_AT = 32;

    private final DerivativeOrder order;
    private final Comparison whole;
    private final int variable;
    private final Shape shape;

    MismatchSearch(DerivativeOrder order, Comparison whole) {
        this.order = order;
        this.whole = whole;
        this.variable = whole.variable();
        this.shape = whole.direction().shape();
    }

    Mismatch find() {
        int from = 0;
        int to = shape.size();
        while (to - from > LOOKED_AT) {
            int middle = (from + to) >>> 1;
            if (distance(from, middle) >= distance(middle, to)) {
                to = middle;
            } else {
                from = middle;
            }
        }
        ImmutableList<Comparison> elements = IntInterval.fromTo(from, to - 1)
                .collect(position -> order.compare(variable, DerivativeOrder.unit(shape, position)))
                .toImmutable();
        int worst = elements.collectDouble(MismatchSearch::distance)
                .toList()
                .indexOf(elements.collectDouble(MismatchSearch::distance).max());
        Comparison element = elements.get(worst);
        return new Mismatch(
                order.number(),
                variable,
                place(from + worst),
                element.analytic(),
                element.numeric().value(),
                element.relativeError(),
                cause(element, elements));
    }

    /** How far the two slopes lie apart along a part of the direction. */
    private double distance(int from, int to) {
        Tensor part = whole.direction()
                .reshape(-1)
                .slice(0, from, to)
                .pad(0, from, shape.size() - to)
                .reshape(shape);
        return distance(order.compare(variable, part));
    }

    private static double distance(Comparison comparison) {
        return Double.isNaN(comparison.distance()) ? Double.POSITIVE_INFINITY : comparison.distance();
    }

    private ImmutableIntList place(int position) {
        MutableIntList place = IntLists.mutable.empty();
        int[] strides = shape.strides();
        int rest = position;
        for (int stride : strides) {
            place.add(rest / stride);
            rest %= stride;
        }
        return place.toImmutable();
    }

    private String cause(Comparison worst, ImmutableList<Comparison> elements) {
        if (!Double.isFinite(worst.analytic())) {
            return "the rule gives infinity or NaN where the function is finite";
        }
        if (!(worst.numeric().uncertainty() < 0.1 * worst.distance())) {
            return String.format(
                    Locale.ROOT,
                    "the differences do not settle (%.1e to either side at step %.1e): "
                            + "the function is too rough or too noisy here, or undefined nearby; choose another point",
                    worst.numeric().uncertainty(),
                    worst.numeric().step());
        }
        if (NumericSlope.hasKink(
                order.line(variable, worst.direction()), worst.numeric().step())) {
            return "the function has a kink here, its slopes on the two sides differ: choose another point";
        }
        return ruleAtFault(elements);
    }

    private String ruleAtFault(ImmutableList<Comparison> elements) {
        if (elements.allSatisfy(element -> element.analytic() == 0)) {
            return "no derivative arrives: does a rule or the function use detached tensors or plain Java numbers?";
        }
        int other = exchanged();
        if (other >= 0) {
            return "it is the derivative with respect to input " + other + ": are two inputs exchanged?";
        }
        ImmutableDoubleList ratios = elements.select(
                        element -> element.numeric().value() != 0)
                .collectDouble(element -> element.analytic() / element.numeric().value());
        boolean sameRatio =
                ratios.size() == elements.size() && ratios.max() - ratios.min() < 1e-6 * Math.abs(ratios.max());
        if (sameRatio) {
            return String.format(Locale.ROOT, "every element looked at is off by the factor %.6g", ratios.median());
        }
        int wrong = elements.count(element -> element.relativeError() > order.allowed());
        String share = wrong + " of " + GradusException.counted(elements.size(), "element") + " looked at disagree; ";
        return share
                + (order.number() == 1
                        ? "a vjp between this input and the result is wrong"
                        : "lower orders agree: a rule is right, and its own derivative is not");
    }

    /** The variable whose derivative was given in place of this one's, or -1. */
    private int exchanged() {
        return order.gradients()
                .detectIndex(gradient -> gradient != order.gradients().get(variable)
                        && gradient.shape().equals(shape)
                        && Math.abs(gradient.mul(whole.direction()).sum().item()
                                        - whole.numeric().value())
                                <= order.allowed() * Math.abs(whole.numeric().value()));
    }
}
