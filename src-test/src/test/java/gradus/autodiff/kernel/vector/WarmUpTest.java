package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.data.Said;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which loop runs, with loops that take as long as the test says, on a clock that only they move. */
class WarmUpTest {
    private static final int PLAIN_NANOS = 100;
    private static final int GOOD_NANOS = 20;
    private static final int BAD_NANOS = 25 * GOOD_NANOS;

    /** More steps than any loop takes that wins its first races. */
    private static final int MANY_STEPS = 1_000;

    /** Steps that a loop practices before it gives up for a while. */
    private static final int LAST_STEP = 10_000;

    /** After so many calls the compiler makes good code of a method with a loop. */
    private static final int CALLS_UNTIL_COMPILED = 600;

    /** So many calls of the plain loop take long enough to be measured. */
    private static final int CALLS_OF_A_SAMPLE = 64;

    /** The plain loop takes some tenths of a second for so many elements. */
    private static final long ENOUGH_WORK = 1 << 25;

    private static final int WORK_OF_A_CALL = 32;

    private long now;
    private long clockStep = 1;
    private long plainNanos = PLAIN_NANOS;
    private long vectorNanos = GOOD_NANOS;

    /** The vector loop's time for calls of this kind; none while it is negative. */
    private int slowKind = -1;

    private long slowNanos = 1000 * GOOD_NANOS;

    /** So many calls of the vector loop that come next are slow. */
    private int interrupted;

    private int plainCalls;
    private @Nullable RuntimeException failure;

    private final WarmUpF32 loop = new WarmUpF32(
            "example",
            () -> new RaceF32(
                    (_, _, _, _) -> {},
                    (_, y, _, call) -> y[0] = runVector(call),
                    (_, y, _, _) -> y[0] = runPlain(),
                    () -> now / clockStep * clockStep));

    /** What the vector loop gives. */
    private float result = 1;

    private float runVector(int call) {
        if (failure != null) {
            throw failure;
        }
        now += call == slowKind || interrupted-- > 0 ? slowNanos : vectorNanos;
        return result;
    }

    private float runPlain() {
        plainCalls++;
        now += plainCalls > CALLS_UNTIL_COMPILED ? PLAIN_NANOS : plainNanos;
        return 1;
    }

    /** Practices; whether the loop takes over. */
    private boolean takesOver() {
        for (int step = 0; step < MANY_STEPS; step++) {
            long pause = loop.step();
            if (pause != 0) {
                return pause > 0; // until the first look
            }
        }
        return false;
    }

    private void takeOver() {
        assertThat(loop.isReady(1)).isFalse();
        assertThat(takesOver()).isTrue();
        assertThat(loop.isReady(1)).isTrue();
    }

    /** Takes the step that a look is, and those that follow at once; the pause after it. */
    private long look() {
        loop.isReady(1);
        long pause = 0;
        for (int race = 0; race < 3 && pause == 0; race++) {
            pause = loop.step();
        }
        return pause;
    }

    /** A loop that notes when it begins to practice. */
    private static WarmUpF32 noting(CountDownLatch practice) {
        long[] time = {0};
        return new WarmUpF32("example", () -> {
            practice.countDown();
            return new RaceF32(
                    (_, _, _, _) -> {}, (_, _, _, _) -> time[0] += 20, (_, _, _, _) -> time[0] += 100, () -> time[0]);
        });
    }

    @Test
    void aLoopPracticesOnceThePlainOneHasHadEnoughWork() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        WarmUpF32 little = noting(first);
        assertThat(little.isReady(ENOUGH_WORK - WORK_OF_A_CALL)).isFalse();
        assertThat(noting(second).isReady(ENOUGH_WORK - WORK_OF_A_CALL + 1)).isFalse();
        assertThat(second.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(first.getCount()).as("would have had its turn before").isOne();
        assertThat(little.isReady(0)).isFalse();
        assertThat(first.await(1, TimeUnit.MINUTES))
                .as("a call on few elements is work too")
                .isTrue();
    }

    @Test
    void aLoopThatWinsItsRacesTakesOver() {
        takeOver();
    }

    @Test
    void aLoopThatIsSlowerThanThePlainOneDoesNot() {
        vectorNanos = PLAIN_NANOS + 1;
        assertThat(takesOver()).isFalse();
        assertThat(loop.isReady(1)).isFalse();
    }

    @Test
    void aLoopThatGivesOtherBitsStaysPlainForGoodHoweverQuickItIs() {
        result = Math.nextUp(1f);
        long pause = 0;
        while (pause == 0) {
            pause = loop.step();
        }
        assertThat(pause).isEqualTo(WarmUpThread.DONE);
        assertThat(loop.isReady(1)).isFalse();
    }

    @Test
    void aLoopThatComesToGiveOtherBitsIsTakenOutForGood() {
        takeOver();
        assertThat(look()).isPositive();
        result = Math.nextUp(1f);
        assertThat(look()).isEqualTo(WarmUpThread.DONE);
        assertThat(loop.isReady(1L << 40)).isFalse();
        assertThat(loop.isReady(1L << 40)).as("nor later").isFalse();
    }

    @Test
    void aWarningSaysWhichLoopGaveOtherBits() throws IOException {
        result = Math.nextUp(1f);
        assertThat(Said.during(this::takesOver).getOnly())
                .startsWith("the vector loop example on float gives other bits than the plain one with Java 25")
                .endsWith("; the plain one goes on");
    }

    @Test
    void aLoopThatNeverWinsGivesUpForAWhile() {
        vectorNanos = PLAIN_NANOS + 1;
        for (int step = 1; step < LAST_STEP; step++) {
            assertThat(loop.step()).isZero();
        }
        assertThat(loop.step()).isEqualTo(WarmUpThread.DONE);
        assertThat(loop.isReady(1)).isFalse();
    }

    @Test
    void thePlainLoopIsCalledOftenBeforeTheFirstRaceSoThatItIsCompiled() {
        plainNanos = 5_000; // as long as it is interpreted
        vectorNanos = 2_000; // an object for each vector
        assertThat(takesOver()).as("beats a loop that is not compiled yet").isFalse();
        assertThat(plainCalls).isGreaterThan(CALLS_UNTIL_COMPILED);
        vectorNanos = GOOD_NANOS;
        takeOver();
    }

    @Test
    void aLoopThatStaysQuickStaysAndIsLookedAtMoreAndMoreRarely() {
        takeOver();
        long before = 0;
        for (int i = 0; i < 5; i++) {
            plainCalls = 0;
            long pause = look();
            assertThat(pause).isGreaterThan(before);
            assertThat(plainCalls).isPositive();
            assertThat(loop.isReady(1)).isTrue();
            before = pause;
        }
    }

    @Test
    void aLoopThatIsNotUsedIsNotLookedAtBeforeItIs() {
        takeOver();
        assertThat(look()).isPositive();
        plainCalls = 0;
        assertThat(loop.step()).as("nobody used it").isEqualTo(WarmUpThread.DONE);
        assertThat(plainCalls).isZero();
        assertThat(loop.isReady(1)).as("still ready").isTrue();
        assertThat(look()).isPositive();
        assertThat(plainCalls).isPositive();
    }

    @Test
    void aLoopThatHasBecomeFarSlowerThanThePlainOneIsTakenOut() {
        takeOver();
        vectorNanos = BAD_NANOS;
        assertThat(look()).isZero();
        assertThat(loop.isReady(1)).isFalse();
    }

    @Test
    void aLoopThatIsFarSlowerInCallsOfOneKindDoesNotTakeOver() {
        slowKind = 4;
        slowNanos = 2 * PLAIN_NANOS + 1;
        assertThat(takesOver()).isFalse();
        slowNanos = 2 * PLAIN_NANOS;
        takeOver();
    }

    @Test
    void oneKindOfCallIsEnoughToBeTakenOut() {
        takeOver();
        slowKind = 2;
        slowNanos = BAD_NANOS;
        assertThat(look()).isZero();
        assertThat(loop.isReady(1)).isFalse();
    }

    @Test
    void aCallThatWasInterruptedDoesNotCount() {
        takeOver();
        interrupted = 2 * CALLS_OF_A_SAMPLE;
        slowNanos = 3 * PLAIN_NANOS; // slow enough to count, not to end a sample early
        assertThat(look()).isPositive();
        interrupted = 3 * CALLS_OF_A_SAMPLE;
        assertThat(look()).as("one race of three").isPositive();
        assertThat(loop.isReady(1)).isTrue();
        interrupted = 9 * CALLS_OF_A_SAMPLE;
        assertThat(look()).as("every race").isZero();
        assertThat(loop.isReady(1)).isFalse();
    }

    @Test
    void aLoopThatWasTakenOutPracticesAndComesBack() {
        takeOver();
        vectorNanos = BAD_NANOS;
        assertThat(look()).isZero();
        assertThat(takesOver()).isFalse();
        assertThat(loop.isReady(1)).isFalse();
        vectorNanos = GOOD_NANOS;
        assertThat(takesOver()).isTrue();
        assertThat(loop.isReady(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 42, 100, 1000})
    void aClockOfLargeStepsIsGoodEnough(int nanos) {
        clockStep = nanos;
        takeOver();
        for (int i = 0; i < 100; i++) {
            assertThat(look()).isPositive();
            assertThat(loop.isReady(1)).isTrue();
        }
    }

    @Test
    void aLoopThatFailsInALookIsTakenOut() {
        takeOver();
        failure = new IllegalStateException("broken");
        loop.isReady(1);
        assertThatThrownBy(loop::step).isSameAs(failure);
        assertThat(loop.isReady(1)).isFalse();
    }
}
