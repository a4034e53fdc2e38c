package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.junit.jupiter.api.Test;

/** What the compiler sees in practice: all that it will see when users call. */
class RaceTest {
    /** Elements of the widest round of any loop: four vectors of sixteen lanes. */
    private static final int ROUND = 64;

    /** Those before the first race. */
    private static final int STEPS = 24;

    private static final int CALLS_OF_A_STEP = 256;

    private final MutableIntSet remainders = IntSets.mutable.empty();
    private int onNothing;
    private int atTheEnd;
    private int within;
    private int plain;

    private void vector(float[] x, float[] y, int n) {
        if (n == 0) {
            onNothing++;
            return;
        }
        remainders.add(n % ROUND);
        assertThat(x.length).isGreaterThan(n);
        if (y.length == n && x.length == n + 1) {
            atTheEnd++;
        } else if (y.length > n + ROUND && x.length > n + ROUND) {
            within++;
        }
    }

    @Test
    void numbersOfEveryRemainderAreSeenInArraysThatEndWithThemAndInSuchAsGoOn() {
        RaceF32 race = RaceF32.of((x, y, n, _) -> vector(x, y, n), (_, _, _, _) -> plain++);
        for (int step = 0; step < STEPS; step++) {
            race.practice(CALLS_OF_A_STEP, 4);
        }
        int real = STEPS * CALLS_OF_A_STEP / 32;
        assertThat(remainders.size()).isEqualTo(ROUND);
        assertThat(onNothing).isEqualTo(STEPS * CALLS_OF_A_STEP - real);
        assertThat(atTheEnd).isGreaterThan(real / 8);
        assertThat(within).isGreaterThan(real / 2);
        assertThat(plain).isEqualTo(4 * real);
    }
}
