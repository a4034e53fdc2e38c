package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.collections.api.block.predicate.primitive.FloatPredicate;
import org.eclipse.collections.api.collection.ImmutableCollection;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void whoIsAsQuickWinsWhereThatIsEnough() {
        long[] now = {0};
        RaceF32 race = new RaceF32(
                (_, _, _, _) -> {}, (_, _, _, _) -> now[0] += 105, (_, _, _, _) -> now[0] += 100, () -> now[0]);
        assertThat(race.isWon()).isFalse();
        assertThat(race.wonWithin(1.1).isWon()).isTrue();
        assertThat(race.wonWithin(1.04).isWon()).isFalse();
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

    /** Twice the numbers, but for the element at {@code wrong}. */
    private static void twice(float[] x, float[] y, int n, int wrong) {
        for (int i = 0; i < n; i++) {
            y[i] = i == wrong ? Math.nextUp(2 * x[i]) : 2 * x[i];
        }
    }

    private static RaceF32 twiceBut(int wrong) {
        return RaceF32.of((x, y, n, _) -> twice(x, y, n, wrong), (x, y, n, _) -> twice(x, y, n, -1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 63, 64, 100, 129})
    void oneOtherBitAnywhereIsFound(int wrong) {
        assertThat(twiceBut(wrong).hasSameBits()).isFalse();
        assertThat(twiceBut(-1).hasSameBits()).isTrue();
    }

    /** What the results are compared on. */
    private static boolean findsDifferenceAt(FloatPredicate numbers) {
        return !RaceF32.of(
                        (x, y, n, _) -> {
                            for (int i = 0; i < n; i++) {
                                y[i] = numbers.accept(x[i]) ? 1 : 0;
                            }
                        },
                        (_, _, _, _) -> {})
                .hasSameBits();
    }

    @Test
    void theNumbersHaveEveryKindAmongThem() {
        assertThat(findsDifferenceAt(Float::isNaN)).isTrue();
        assertThat(findsDifferenceAt(x -> x == Float.POSITIVE_INFINITY)).isTrue();
        assertThat(findsDifferenceAt(x -> Float.floatToRawIntBits(x) == 1 << 31))
                .isTrue();
        assertThat(findsDifferenceAt(x -> x != 0 && Math.abs(x) < Float.MIN_NORMAL))
                .isTrue();
        assertThat(findsDifferenceAt(x -> x == -Float.MAX_VALUE)).isTrue();
    }

    /** Loops over other kinds of results leave them where they can be compared. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void comparisonsAndReductionsAreCompared(int wrong) {
        RaceF32.OfTwo<boolean[]> less = (a, a0, da, b, b0, db, y, y0, n) -> {
            for (int i = 0; i < n; i++) {
                y[y0 + i] = a[a0 + i * da] < b[b0 + i * db];
            }
        };
        RaceF32.OfTwo<boolean[]> fault = (a, a0, da, b, b0, db, y, y0, n) -> {
            less.run(a, a0, da, b, b0, db, y, y0, n);
            y[n - 1] ^= wrong == 1;
        };
        assertThat(RaceF32.comparing(fault, fault, less).hasSameBits()).isEqualTo(wrong == 0);
        assertThat(RaceF32.of((_, y, n, _) -> y[0] = n + wrong, (_, y, n, _) -> y[0] = n)
                        .hasSameBits())
                .isEqualTo(wrong == 0);
    }

    /** The vector loops that are chosen by themselves, with the names of their fields. */
    private static ImmutableMap<String, WarmUpF32> loops() throws IllegalAccessException {
        MutableMap<String, WarmUpF32> loops = Maps.mutable.empty();
        for (Class<?> room :
                Lists.immutable.with(VectorElementwiseF32.class, VectorMovementF32.class, ReductionWarmUpF32.class)) {
            for (Field field : room.getDeclaredFields()) {
                if (field.getType() == WarmUpF32.class) {
                    loops.put(field.getName(), (WarmUpF32) field.get(null));
                }
            }
        }
        return loops.toImmutable();
    }

    @Test
    void everyLoopGivesTheBitsOfItsPlainTwin() throws Exception {
        ImmutableMap<String, WarmUpF32> loops = loops();
        assertThat(loops.size()).isGreaterThan(40);
        CompletableFuture<ImmutableCollection<String>> others = new CompletableFuture<>();
        WarmUpThread.ask(
                () -> { // where vector loops run, ready or not
                    others.complete(loops.reject((_, loop) -> loop.race().hasSameBits())
                            .keysView()
                            .toImmutableList());
                    return WarmUpThread.DONE;
                });
        assertThat(others.get(2, TimeUnit.MINUTES)).isEmpty();
    }

    /** A reduction of the first n numbers, and the same without one of them. */
    private static boolean missesOne(FloatBinary reduce, int fromEnd) {
        RaceF32.Sample all = (x, y, n, _) -> y[0] = reduced(x, n, n, reduce);
        RaceF32.Sample but = (x, y, n, _) -> y[0] = reduced(x, n, Math.max(0, n - fromEnd), reduce);
        assertThat(RaceF32.of(all, all).hasSameBits()).isTrue();
        return !RaceF32.of(but, all).hasSameBits();
    }

    private static float reduced(float[] x, int n, int without, FloatBinary reduce) {
        float result = x[without == 0 ? n - 1 : 0];
        for (int i = 1; i < n; i++) {
            result = i == without ? result : reduce.of(result, x[i]);
        }
        return result;
    }

    /** An operation on two numbers. */
    private interface FloatBinary {
        float of(float a, float b);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void aNumberThatAReductionLeavesOutIsMissed(int fromEnd) {
        assertThat(missesOne(Float::sum, fromEnd)).isTrue();
        assertThat(missesOne(Math::max, 1)).isTrue();
        assertThat(missesOne(Math::min, 1)).isTrue();
    }

    /** Of a pair that stands side by side. */
    private static boolean findsPair(float first, float second) {
        RaceF32.Sample none = (_, y, _, _) -> y[0] = 0;
        return !RaceF32.of(
                        (x, y, n, _) -> {
                            y[0] = 0;
                            for (int i = 0; i < n - 1; i++) {
                                y[0] = same(x[i], first) && same(x[i + 1], second) ? 1 : y[0];
                            }
                        },
                        none)
                .hasSameBits();
    }

    private static boolean same(float a, float b) {
        return Float.floatToIntBits(a) == Float.floatToIntBits(b);
    }

    @Test
    void everySpecialNumberStandsBesideEvery() {
        float[] special = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
        for (float first : special) {
            for (float second : special) {
                assertThat(findsPair(first, second)).as(first + " " + second).isTrue();
            }
        }
    }
}
