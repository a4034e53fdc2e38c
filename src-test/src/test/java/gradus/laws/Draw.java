package gradus.laws;

import gradus.autodiff.Op;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * What jqwik draws: a seed, which is kept when a failure is shrunk, and a size, which is made
 * smaller. From both, each operator's settings and inputs follow.
 */
public record Draw(long seed, int size) {

    static Arbitrary<Draw> arbitrary() {
        return Combinators.combine(
                        Arbitraries.randomValue(Random::nextLong),
                        Arbitraries.integers()
                                .between(0, Source.LARGEST)
                                .withDistribution(net.jqwik.api.RandomDistribution.uniform()))
                .as(Draw::new);
    }

    Source source(Class<? extends Op> operator, Lengths lengths) {
        return new Source(new Random(seed ^ (long) firstName(operator).hashCode() << 32), size, lengths);
    }

    /** A family that was renamed keeps its samples, and so the digests that are on record. */
    private static String firstName(Class<? extends Op> operator) {
        return operator.getName().replace("FusedVjps", "Slopes");
    }
}
