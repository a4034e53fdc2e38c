package gradus.laws;

import gradus.autodiff.Op;
import gradus.autodiff.Tensor;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * How one operator is proved: all that the laws must be told of it, in one row of a family's {@code
 * switch}. Which laws apply, and to which order its derivatives are checked, is no one's choice:
 * every law, and the orders 1 to 3.
 *
 * @param drawing settings and shapes for samples; the only part that may be asked of a {@link
 *     Prototype}
 * @param reference the operator again: naively, in double, from its definition, sharing nothing
 *     with the engine
 * @param method how a user spells it
 * @param domain where inputs lie and how exact results have to be
 * @param measure what an error is measured by
 * @param sharing how one tensor becomes all of its inputs
 * @param whole the shape of an input that is not broadcast, where an operator has two
 * @param refusals what it must refuse
 */
record Proof(
        Drawing drawing,
        Function<ImmutableList<Grid>, Grid> reference,
        Function<ImmutableList<Tensor>, Tensor> method,
        Domain domain,
        Measure measure,
        Sharing sharing,
        Whole whole,
        ImmutableList<Refusal> refusals) {

    /**
     * Draws an operator's settings, and shapes that fit. An operator without settings is its own
     * prototype.
     */
    interface Drawing {
        Fitting draw(Op prototype, Source source);
    }

    /** The precision to ask of a result, from the inputs and the reference's result. */
    interface Measure {
        Precision of(ImmutableList<Grid> x, Grid y);
    }

    /**
     * The operator with one tensor, {@code x}, as all of its inputs; {@code x} has the shape of the
     * sample's first.
     */
    interface Sharing {
        Expression of(Sample sample, Grid x, Source source);
    }

    /** The shape that an input has without broadcasting. */
    interface Whole {
        int[] of(Grid x, int[] result);
    }

    /**
     * A proof whose result is measured by itself, after one rounding. All inputs broadcast to the
     * result's shape.
     */
    static Proof of(
            Drawing drawing,
            Function<ImmutableList<Tensor>, Tensor> method,
            Function<ImmutableList<Grid>, Grid> reference,
            Domain domain,
            Sharing sharing) {
        return new Proof(
                drawing,
                reference,
                method,
                domain,
                (_, y) -> new Precision(y.abs(), 1),
                sharing,
                (_, result) -> result,
                Lists.immutable.empty());
    }

    /** Errors are measured in another way. */
    Proof measured(Measure other) {
        return new Proof(drawing, reference, method, domain, other, sharing, whole, refusals);
    }

    /** So many roundings follow each other, in terms of the first input and the result. */
    Proof rounding(ToIntBiFunction<Grid, Grid> terms) {
        return measured((x, y) -> new Precision(y.abs(), terms.applyAsInt(x.getFirst(), y)));
    }

    /**
     * Terms may cancel, so that the unit belongs to the sum of their sizes; so many follow each
     * other.
     */
    Proof summing(ToIntBiFunction<Grid, Grid> terms) {
        return measured(
                (x, y) -> new Precision(reference.apply(x.collect(Grid::abs)), terms.applyAsInt(x.getFirst(), y)));
    }

    Proof shared(Sharing other) {
        return new Proof(drawing, reference, method, domain, measure, other, whole, refusals);
    }

    Proof broadcast(Whole other) {
        return new Proof(drawing, reference, method, domain, measure, sharing, other, refusals);
    }

    /** Adds what it must refuse. */
    @SafeVarargs
    final Proof refusing(ImmutableList<Refusal>... more) {
        ImmutableList<Refusal> all = refusals;
        for (ImmutableList<Refusal> list : more) {
            all = all.newWithAll(list);
        }
        return new Proof(drawing, reference, method, domain, measure, sharing, whole, all);
    }
}
