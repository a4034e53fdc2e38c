package gradus.laws;

import gradus.autodiff.Op;

/** Samples of an operator: settings and shapes as its row draws them, filled with numbers. */
public final class Samples {
    private Samples() {}

    /** A sample away from kinks, as differences need it. */
    public static Sample smooth(Class<? extends Op> operator, Draw draw) {
        Source source = draw.source(operator, Lengths.SHORT);
        Fitting drawn = Proofs.draw(operator, source);
        Domain domain = Proofs.of(drawn.op()).domain();
        return filled(drawn, source, domain.first(), domain.second());
    }

    /** A sample for the forward computation alone: longer axes, numbers of many sizes. */
    public static Sample wide(Class<? extends Op> operator, Draw draw) {
        return wide(operator, draw.source(operator, Lengths.BOUNDARIES));
    }

    /** A sample that is large enough to be computed by several threads. */
    public static Sample large(Class<? extends Op> operator, Draw draw) {
        return wide(operator, draw.source(operator, Lengths.LARGE));
    }

    private static Sample wide(Class<? extends Op> operator, Source source) {
        Fitting drawn = Proofs.draw(operator, source);
        Domain domain = Proofs.of(drawn.op()).domain();
        Domain.Wide wide = source.oneIn(3) ? Domain.Wide.NARROW : domain.wide();
        return filled(drawn, source, Values.of(wide, domain.first()), Values.of(wide, domain.second()));
    }

    /** A sample of zeros, infinities, NaN, tiny and huge numbers, among ordinary ones. */
    public static Sample special(Class<? extends Op> operator, Draw draw) {
        Source source = draw.source(operator, Lengths.SHORT);
        Fitting drawn = Proofs.draw(operator, source);
        Values special = Values.special(Proofs.of(drawn.op()).domain().huge());
        return filled(drawn, source, special, special);
    }

    private static Sample filled(Fitting drawn, Source source, Values first, Values second) {
        return new Sample(
                drawn.op(), drawn.shapes().collectWithIndex((dims, i) -> source.grid(dims, i == 0 ? first : second)));
    }
}
