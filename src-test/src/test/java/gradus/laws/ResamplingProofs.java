package gradus.laws;

import static gradus.laws.Domain.polynomial;
import static gradus.laws.Refusal.wrongAxis;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.ofOne;

import gradus.autodiff.Resampling;
import gradus.autodiff.Taps;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** The proofs of {@link Resampling}: terms may cancel. */
final class ResamplingProofs {
    private ResamplingProofs() {}

    static Proof of(Resampling.OfOne op) {
        return switch (op) {
            case Resampling.Resample(int axis, Taps taps) -> resample(axis, taps);
        };
    }

    private static Proof resample(int axis, Taps taps) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            int drawn = source.axis(dims);
                            int length = dims[drawn < 0 ? drawn + dims.length : drawn];
                            return Fitting.of(new Resampling.Resample(drawn, taps(source, length)), dims);
                        },
                        x -> x.resample(axis, taps),
                        x -> WindowReference.resample(x, axis, taps),
                        polynomial(2).upTo(1e30))
                .measured((x, _) -> new Precision(
                        WindowReference.resample(x.getOnly().map(Math::abs), axis, sizes(taps)), most(taps)))
                .refusing(
                        wrongAxis(along -> new Resampling.Resample(along, Taps.at(2, 1))),
                        wrongShape(new Resampling.Resample(0, Taps.at(2, 1)), x(3)));
    }

    /** Up to five rows of up to four taps. */
    private static Taps taps(Source source, int length) {
        int rows = source.between(0, 5);
        int[] ends = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            count += length == 0 ? 0 : source.between(0, 4);
            ends[row] = count;
        }
        int[] places = new int[count];
        double[] weights = new double[count];
        for (int t = 0; t < count; t++) {
            places[t] = source.below(length);
            weights[t] = source.oneIn(3) ? 1 : source.uniform(-1, 1);
        }
        return new Taps(
                length,
                IntLists.immutable.with(ends),
                IntLists.immutable.with(places),
                DoubleLists.immutable.with(weights));
    }

    private static Taps sizes(Taps taps) {
        return new Taps(
                taps.length(),
                taps.ends(),
                taps.places(),
                taps.weights()
                        .collectDouble(Math::abs, DoubleLists.mutable.empty())
                        .toImmutable());
    }

    private static int most(Taps taps) {
        return 2 * Math.max(1, taps.places().size());
    }
}
