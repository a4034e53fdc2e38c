package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;

/** Two operands are read in as few and as long rows as their shapes allow. */
class BroadcastingTest {
    /** The rows as {@code left+step right+step from start, count}. */
    private static MutableList<String> rows(Shape a, Shape b) {
        MutableList<String> rows = Lists.mutable.empty();
        Broadcasting.of(a, b, a.broadcast(b, "op"))
                .rows((a0, da, b0, db, y0, n) ->
                        rows.add(a0 + "+" + da + " " + b0 + "+" + db + " from " + y0 + ", " + n));
        return rows;
    }

    @Test
    void equalShapesAreOneRow() {
        assertThat(rows(Shape.of(2, 3, 4), Shape.of(2, 3, 4))).containsExactly("0+1 0+1 from 0, 24");
        assertThat(rows(Shape.of(1, 5, 1), Shape.of(5, 1))).containsExactly("0+1 0+1 from 0, 5");
        assertThat(rows(Shape.SCALAR, Shape.SCALAR)).containsExactly("0+0 0+0 from 0, 1");
        assertThat(rows(Shape.of(1, 1), Shape.of(1))).containsExactly("0+0 0+0 from 0, 1");
    }

    @Test
    void aNumberStandsStillForOneRow() {
        assertThat(rows(Shape.of(2, 3, 4), Shape.SCALAR)).containsExactly("0+1 0+0 from 0, 24");
        assertThat(rows(Shape.of(1, 1), Shape.of(4, 3))).containsExactly("0+0 0+1 from 0, 12");
    }

    @Test
    void aBiasStartsAnewInEachRow() {
        assertThat(rows(Shape.of(3, 2), Shape.of(2)))
                .containsExactly("0+1 0+1 from 0, 2", "2+1 0+1 from 2, 2", "4+1 0+1 from 4, 2");
        // the axes before it are one
        assertThat(rows(Shape.of(2, 2, 2), Shape.of(2)))
                .containsExactly("0+1 0+1 from 0, 2", "2+1 0+1 from 2, 2", "4+1 0+1 from 4, 2", "6+1 0+1 from 6, 2");
        // and so are its own
        assertThat(rows(Shape.of(2), Shape.of(2, 1))).containsExactly("0+1 0+0 from 0, 2", "0+1 1+0 from 2, 2");
        assertThat(rows(Shape.of(2, 2, 3), Shape.of(2, 3))).containsExactly("0+1 0+1 from 0, 6", "6+1 0+1 from 6, 6");
    }

    @Test
    void aColumnStandsStillInEachRow() {
        assertThat(rows(Shape.of(2, 1), Shape.of(2, 3))).containsExactly("0+0 0+1 from 0, 3", "1+0 3+1 from 3, 3");
    }

    @Test
    void bothMayStandStillInTurn() {
        assertThat(rows(Shape.of(2, 1, 2), Shape.of(2, 1)))
                .containsExactly("0+1 0+0 from 0, 2", "0+1 1+0 from 2, 2", "2+1 0+0 from 4, 2", "2+1 1+0 from 6, 2");
        assertThat(rows(Shape.of(2, 1), Shape.of(1, 2))).containsExactly("0+0 0+1 from 0, 2", "1+0 0+1 from 2, 2");
        assertThat(rows(Shape.of(2, 1, 2, 1), Shape.of(2, 1, 2)))
                .containsExactly(
                        "0+0 0+1 from 0, 2",
                        "1+0 0+1 from 2, 2",
                        "0+0 2+1 from 4, 2",
                        "1+0 2+1 from 6, 2",
                        "2+0 0+1 from 8, 2",
                        "3+0 0+1 from 10, 2",
                        "2+0 2+1 from 12, 2",
                        "3+0 2+1 from 14, 2");
    }

    @Test
    void nothingHasNoRows() {
        assertThat(rows(Shape.of(0, 3), Shape.of(3))).isEmpty();
        assertThat(rows(Shape.of(3, 0), Shape.of(3, 1))).isEmpty();
    }

    @Test
    void stridesAreZeroWhereTheOperandIsRepeated() {
        assertThat(Broadcasting.strides(Shape.of(3, 1), Shape.of(2, 3, 4))).containsExactly(0, 1, 0);
        assertThat(Broadcasting.strides(Shape.of(2, 3, 4), Shape.of(2, 3, 4))).containsExactly(12, 4, 1);
        assertThat(Broadcasting.strides(Shape.SCALAR, Shape.of(2))).containsExactly(0);
        assertThat(Broadcasting.strides(Shape.of(4), Shape.of(2, 3, 4))).containsExactly(0, 0, 1);
    }

    /** Enough to be shared by several threads: each row comes once, wherever the parts begin. */
    @Test
    void manyRowsAreTheSameForSeveralThreads() {
        int threads = Gradus.threads();
        try {
            Gradus.setThreads(4);
            Shape a = Shape.of(40, 1, 50, 1);
            Shape b = Shape.of(1, 30, 1, 7);
            var parallel = Collections.synchronizedList(new ArrayList<String>());
            Broadcasting.of(a, b, Shape.of(40, 30, 50, 7))
                    .rows((a0, da, b0, db, y0, n) -> parallel.add(a0 + " " + b0 + " " + y0 + " " + n));
            MutableList<String> expected = Lists.mutable.empty();
            for (int row = 0; row < 40 * 30 * 50; row++) {
                int outer = row / (30 * 50);
                int middle = row / 50 % 30;
                int inner = row % 50;
                expected.add((outer * 50 + inner) + " " + middle * 7 + " " + row * 7 + " 7");
            }
            assertThat(Lists.mutable.withAll(parallel).sortThis()).isEqualTo(expected.sortThis());
        } finally {
            Gradus.setThreads(threads);
        }
    }
}
