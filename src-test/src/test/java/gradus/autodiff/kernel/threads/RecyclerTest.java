package gradus.autodiff.kernel.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecyclerTest {
    private static final int SIZE = 5_000;

    private final Recycler recycler = new Recycler();

    private float[] lent(int size, boolean cleared) {
        return recycler.during(this, () -> Recycler.floats(size, cleared));
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
        float[] small = lent(31, true);
        float[] larger = lent(32, true);
        float[] other = Recycler.floats(SIZE, true);
        recycler.takeBack();
        assertThat(lent(31, true)).isNotSameAs(small);
        assertThat(lent(32, true)).isSameAs(larger);
        assertThat(lent(SIZE, true)).isNotSameAs(other);
    }

    @Test
    void theHolderIsKnownWhereTheComputationRuns() throws InterruptedException {
        assertThat(Recycler.holder()).isNull();
        Object[] ofAnother = {this};
        Object seen = recycler.during("holder", () -> {
            Object own = Recycler.holder();
            Object inner = new Recycler().during("inner", Recycler::holder);
            assertThat(inner).isEqualTo("inner");
            assertThat(Recycler.holder()).isEqualTo("holder");
            Thread other = Thread.ofVirtual().start(() -> ofAnother[0] = Recycler.holder());
            try {
                other.join();
            } catch (InterruptedException problem) {
                throw new IllegalStateException(problem);
            }
            return own;
        });
        assertThat(seen).isEqualTo("holder");
        assertThat(ofAnother[0]).isNull();
        assertThat(Recycler.holder()).isNull();
    }

    @Test
    void whatWaitsIsCountedInBytes() {
        lent(SIZE, true);
        assertThat(recycler.bytes()).isZero();
        recycler.during(this, () -> Recycler.doubles(SIZE, true));
        recycler.takeBack();
        assertThat(recycler.bytes()).isEqualTo(12L * SIZE);
    }

    @Test
    void fewerAfterSomeWereForgottenAreNoTrouble() {
        for (int i = 0; i < 3; i++) {
            lent(SIZE, true);
        }
        recycler.forget();
        for (int round = 0; round < 100; round++) {
            lent(SIZE, true);
            recycler.takeBack();
        }
        assertThat(recycler.bytes()).isEqualTo(4L * SIZE);
    }

    @Test
    void anArrayThatCouldNotBeMadeIsNotLent() {
        assertThatThrownBy(() -> lent(-1 >>> 1, true)).isInstanceOf(OutOfMemoryError.class);
        recycler.forget();
        recycler.takeBack();
        assertThat(recycler.bytes()).isZero();
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

    @Test
    void whatIsGivenBackInReverseOrderIsLentAgainAtOnce() {
        recycler.during(this, () -> {
            float[] first = Recycler.floats(SIZE, false);
            float[] second = Recycler.floats(SIZE, false);
            float[] another = Recycler.floats(SIZE + 1, false);
            Recycler.giveBack(second);
            Recycler.giveBack(first);
            assertThat(Recycler.floats(SIZE, false)).isSameAs(first);
            assertThat(Recycler.floats(SIZE, false)).isSameAs(second);
            Recycler.giveBack(first); // not the last: it stays lent until the end
            assertThat(Recycler.floats(SIZE, false)).isNotSameAs(first).isNotSameAs(second);
            Recycler.giveBack(new float[SIZE + 1]); // of nobody's
            assertThat(Recycler.floats(SIZE + 1, false)).isNotSameAs(another);
            double[] doubles = Recycler.doubles(SIZE, false);
            Recycler.giveBack(doubles);
            assertThat(Recycler.doubles(SIZE, false)).isSameAs(doubles);
            return this;
        });
    }
}
