package gradus.autodiff.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.VectorKernelsF32;
import gradus.autodiff.kernel.product.MatmulCase.Values;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.bits.ChildJvm;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * The vector product gives the bits of the plain one, whatever the shape, the layout, the values
 * and the threads.
 */
class VectorMatmulProperties {
    @Property
    void agreesWithThePlainProduct(
            @ForAll @IntRange(min = 1, max = 120) int rows,
            @ForAll @IntRange(min = 1, max = 1300) int depth,
            @ForAll @IntRange(min = 1, max = 300) int columns,
            @ForAll boolean turnA,
            @ForAll boolean turnB,
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(max = 40) int after) {
        new MatmulCase(rows, depth, columns, turnA, turnB, before, after, Values.ORDINARY).check();
    }

    @Property
    void agreesOnSpecialValues(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 20) int depth,
            @ForAll @IntRange(min = 1, max = 130) int columns,
            @ForAll boolean turnA,
            @ForAll boolean turnB) {
        new MatmulCase(rows, depth, columns, turnA, turnB, 0, 0, Values.SPECIAL).check();
    }

    @Example
    void agreesAtEveryEdge() {
        assertThat(MatmulCase.checkEdges()).isPositive();
    }

    @Example
    void agreesWhereDepthAndRowsAreCut() {
        for (int layout = 0; layout < 4; layout++) {
            new MatmulCase(1100, 300, 70, layout % 2 == 1, layout > 1, 1, 1, Values.ORDINARY).check();
            new MatmulCase(15, 1700, 200, layout % 2 == 1, layout > 1, 1, 1, Values.ORDINARY).check();
            new MatmulCase(3, 3000, 70, layout % 2 == 1, layout > 1, 1, 1, Values.ORDINARY).check();
            new MatmulCase(300, 2561, 5, layout % 2 == 1, layout > 1, 0, 0, Values.ORDINARY).check();
            new MatmulCase(1, 5000, 1, layout % 2 == 1, layout > 1, 0, 0, Values.ORDINARY).check();
        }
    }

    @Example
    void agreesOnSeveralThreads() {
        int before = Parallel.threads();
        try {
            Lists.immutable.with(1, 2, 3, 8).each(threads -> {
                Parallel.setThreads(threads);
                new MatmulCase(150, 400, 330, false, true, 0, 0, Values.ORDINARY).check();
                new MatmulCase(2000, 120, 33, true, false, 0, 0, Values.ORDINARY).check();
                new MatmulCase(140, 2600, 330, false, true, 0, 0, Values.ORDINARY).check();
                new MatmulCase(5000, 700, 5, false, true, 0, 0, Values.ORDINARY).check();
                new MatmulCase(5000, 1600, 3, true, false, 0, 0, Values.ORDINARY).check();
                new MatmulCase(4000, 600, 1, false, false, 0, 0, Values.ORDINARY).check();
            });
        } finally {
            Parallel.setThreads(before);
        }
    }

    @Example
    void manyCallersAtOnceDoNotShareBuffers() throws InterruptedException, ExecutionException {
        ImmutableList<Callable<Void>> products = Interval.oneTo(60)
                .toImmutableList()
                .collect(i -> () -> {
                    new MatmulCase(20 + i, 100 + 7 * i, 200 - i, i % 2 == 0, i % 3 == 0, 0, 0, Values.ORDINARY).check();
                    return null;
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(products.castToList())) {
                done.get();
            }
        }
    }

    /** The bias alone, or zeros: what the result held before does not matter. */
    @Example
    void aProductOfNoDepthIsItsBias() {
        Kernels<float[]> kernels = new VectorKernelsF32();
        float[] y = {1, 2, 3, 4, 5};
        kernels.matmul(new float[0], 0, false, new float[0], 0, false, null, y, 1, 2, 0, 2);
        assertThat(y).containsExactly(1, 0, 0, 0, 0);
        kernels.matmul(new float[0], 0, false, new float[0], 0, false, new float[] {6, 7}, y, 0, 2, 0, 2);
        assertThat(y).containsExactly(6, 7, 6, 7, 0);
    }

    /** Several parts of both operands are packed one after the other, and a great depth is cut. */
    @Example
    void agreesWhereAnOperandIsPackedInParts() {
        new MatmulCase(40, 60_000, 50, false, true, 1, 1, Values.ORDINARY).check();
        new MatmulCase(50, 60_000, 40, true, false, 1, 1, Values.ORDINARY).check();
        new MatmulCase(40, 70_000, 50, false, true, 1, 1, Values.ORDINARY).check();
        new MatmulCase(3, 200_000, 3, true, false, 1, 1, Values.ORDINARY).check();
    }

    /** Whatever the depth, packing takes little memory: that of some panels of 65,536 steps. */
    @Example
    void packingIsBounded() {
        int length = 8_000_000;
        float[] x = new float[length];
        Arrays.fill(x, 0.5f);
        float[] y = new float[1];
        MatmulBlockingF32 dot = MatmulBlockingF32.of(
                MatrixViewF32.of(x, 0, false, 1, length),
                MatrixViewF32.of(x, 0, false, length, 1),
                MatrixViewF32.repeating(null),
                1,
                length,
                1);
        dot.multiply(y, 0);
        assertThat(y[0]).isEqualTo(length / 4f);
        ImmutableList<PackingBuffersF32> kept =
                Interval.oneTo(20).toImmutableList().collect(_ -> PackingBuffersF32.borrow());
        assertThat(kept.collectInt(buffers -> buffers.right(0).length).max()).isBetween(1, 1 << 22);
        assertThat(kept.collectInt(buffers -> buffers.left(0).length).max()).isLessThan(1 << 22);
        kept.each(PackingBuffersF32::giveBack);
    }

    /** What practices is what runs: the choice is made of the product as it is worked. */
    @Example
    void aMatrixThatIsTurnedRoundIsReadInPlace() {
        float[] x = new float[100];
        MatrixViewF32 turned = MatrixViewF32.of(x, 0, true, 10, 10);
        MatrixViewF32 column = MatrixViewF32.of(x, 0, false, 10, 1);
        MatrixViewF32 nothing = MatrixViewF32.repeating(null);
        assertThat(turned.columnStep()).isEqualTo(10);
        assertThat(MatmulBlockingF32.of(turned, column, nothing, 10, 10, 1).inPlace())
                .isTrue();
        assertThat(MatmulBlockingF32.of(turned, turned, nothing, 10, 10, 10).inPlace())
                .isFalse();
    }

    /** Every tile of every height writes the rows that are counted on, and no others. */
    @Example
    void aTileWritesAsManyRowsAsItSays() {
        for (boolean packed : new boolean[] {false, true}) {
            for (boolean narrow : new boolean[] {false, MatmulTileF32.isNarrow(1, packed)}) {
                for (int height = 1; height <= MatmulTileF32.rows(packed, narrow); height++) {
                    float[] ones = new float[1000];
                    Arrays.fill(ones, 1);
                    int step = MatmulTileF32.COLUMNS;
                    float[] y = new float[(MatmulTileF32.MOST_ROWS + 1) * step];
                    MatmulTileF32.multiply(packed, narrow, ones, 0, 20, height, ones, 0, step, y, 0, step, 3);
                    for (int row = 0; row <= MatmulTileF32.MOST_ROWS; row++) {
                        boolean written = row < MatmulTileF32.written(height, packed, narrow);
                        assertThat(y[row * step])
                                .as("row %d of %d, packed %s, narrow %s", row, height, packed, narrow)
                                .isEqualTo(written ? 3 : 0);
                    }
                }
            }
        }
    }

    @Example
    void sharesOfHugeMatricesDoNotOverflow() {
        assertThat(MatmulBlockingF32.share(400_000, 11_000, 12_000)).isEqualTo(366_666);
        assertThat(MatmulBlockingF32.share(Integer.MAX_VALUE, 12_000, 12_000)).isEqualTo(Integer.MAX_VALUE);
    }

    @Example
    void theVectorCodeTakesOverOnceItIsCompiled() {
        Kernels<float[]> kernels = new VectorKernelsF32();
        float[] a = {1, 2, 3, 4, 5, 6};
        long patience = System.nanoTime() + 300_000_000_000L;
        while (!MatmulWarmUpF32.isReady(true, 1 << 20) || !MatmulWarmUpF32.isReady(false, 1 << 20)) {
            float[] y = new float[4];
            kernels.matmul(a, 0, false, a, 0, true, null, y, 0, 2, 3, 2);
            assertThat(y).containsExactly(14, 32, 32, 77);
            assertThat(System.nanoTime()).as("still not warm").isLessThan(patience);
        }
    }

    @Example
    void agreesAtOtherWidthsOfVectors() {
        for (int bits : new int[] {128, 256, 512}) {
            var options = Lists.immutable.with(ChildJvm.VECTOR_MODULE, "-Dgradus.kernels=vector" + bits);
            assertThat(ChildJvm.outputOf(options, MatmulCase.class).getOnly())
                    .contains(bits + " bits: ", " products agree");
        }
    }
}
