package gradus.autodiff.kernel.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecyclerTest {
    private static final int SIZE = 5_000;

    private final Recycler recycler = new Recycler();

    private float[] lent(int size, boolean cleared) {
        return recycler.during(() -> Recycler.floats(size, cleared));
    }

    @Test
    void arraysThatAreTakenBackAreLentAgain() {
        float[] first = lent(SIZE, true);
        assertThat(lent(SIZE, true)).isNotSameAs(first);
        first[7] = 3;
        recycler.takeBack();
        assertThat(lent(SIZE, false)).isSameAs(first);
    }

    @Test
    void theyAreClearedWhereThatMatters() {
        float[] first = lent(SIZE, true);
        first[7] = 3;
        recycler.takeBack();
        assertThat(lent(SIZE, true)).isSameAs(first).containsOnly(0);
    }

    @Test
    void forgottenArraysStayWithTheirUsers() {
        float[] first = lent(SIZE, true);
        recycler.forget();
        recycler.takeBack();
        assertThat(lent(SIZE, true)).isNotSameAs(first);
    }

    @Test
    void smallArraysAndOthersComeFromNowhereElse() {
        float[] small = lent(10, true);
        float[] other = Recycler.floats(SIZE, true);
        recycler.takeBack();
        assertThat(lent(10, true)).isNotSameAs(small);
        assertThat(lent(SIZE, true)).isNotSameAs(other);
    }

    @Test
    void aUsersComputationMakesArraysOfItsOwnAndMayKeepWhatItSaw() {
        float[] seen = recycler.during(() -> {
            float[] lent = Recycler.floats(SIZE, true);
            float[] own = Recycler.without(() -> Recycler.floats(SIZE, true));
            assertThat(own).isNotSameAs(lent);
            return lent;
        });
        recycler.takeBack();
        assertThat(lent(SIZE, true)).isNotSameAs(seen);
    }

    @Test
    void sizesThatNobodyAsksForAnyMoreAreDropped() {
        float[] first = lent(SIZE, true);
        recycler.takeBack();
        for (int round = 0; round < 100; round++) {
            lent(SIZE + 1, true);
            recycler.takeBack();
        }
        assertThat(lent(SIZE, true)).isNotSameAs(first);
    }
}
