package gradus.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.kernel.threads.Parallel;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop split over threads promises, from whatever thread it is called. */
@Timeout(120)
class ParallelTest {
    private static final int[] LENGTHS = {0, 1, 2, 3, 5, 63, 64, 65, 127, 128, 129, 1000, 1023, 4097, 10_007};
    private static final int[] GRAINS = {1, 2, 7, 64, 1000};
    private static final int[] THREADS = {1, 2, 3, 7};

    private int threadsBefore;

    @BeforeEach
    void fourThreads() {
        threadsBefore = Parallel.threads();
        Parallel.setThreads(4);
    }

    @AfterEach
    void asBefore() {
        Parallel.setThreads(threadsBefore);
    }

    @Test
    void everyIndexComesExactlyOnce() {
        for (int threads : THREADS) {
            Parallel.setThreads(threads);
            for (int n : LENGTHS) {
                for (int grain : GRAINS) {
                    requireEachOnce(n, grain);
                }
            }
        }
    }

    @Test
    void rangesDivideTheLargestLoops() {
        var ranges = ConcurrentHashMap.<Integer>newKeySet();
        var total = new AtomicLong();
        Parallel.ranges(Integer.MAX_VALUE, 1000, (from, to) -> {
            assertThat(to).isGreaterThan(from);
            assertThat(ranges.add(from)).isTrue();
            total.addAndGet(to - from);
        });
        assertThat(total).hasValue(Integer.MAX_VALUE);
        assertThat(ranges).contains(0);
    }

    @Test
    void aLoopBelowTwoGrainsRunsInPlace() {
        var calls = new AtomicInteger();
        Parallel.ranges(199, 100, (from, to) -> {
            assertThat(from).isZero();
            assertThat(to).isEqualTo(199);
            assertThat(Thread.currentThread().getName()).doesNotStartWith("gradus");
            calls.incrementAndGet();
        });
        assertThat(calls).hasValue(1);
    }

    @Test
    void helpersHelp() {
        assertThat(helper().isDaemon()).isTrue();
    }

    @Test
    void whatAPartThrowsReachesTheCallerAfterAllPartsHaveEnded() {
        for (int round = 0; round < 300; round++) {
            var running = new AtomicInteger();
            var problem = new IllegalStateException("part of " + round);
            int failing = 37 * round % 1000;
            assertThatThrownBy(() -> Parallel.ranges(1000, 10, (from, to) -> {
                        running.incrementAndGet();
                        try {
                            if (from <= failing && failing < to) {
                                throw problem;
                            }
                            spin(20_000);
                        } finally {
                            running.decrementAndGet();
                        }
                    }))
                    .isSameAs(problem);
            assertThat(running).hasValue(0);
        }
        requireEachOnce(10_007, 7);
    }

    @Test
    void errorsAndUndeclaredExceptionsPassAsTheyAre() {
        for (Throwable problem : Lists.immutable.with(new StackOverflowError(), new Exception("not declared"))) {
            assertThatThrownBy(() -> Parallel.ranges(1000, 10, (_, _) -> ParallelTest.<RuntimeException>sneak(problem)))
                    .isSameAs(problem);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable problem) throws T {
        throw (T) problem;
    }

    @Test
    void loopsInsidePartsAreComplete() {
        var counts = new AtomicIntegerArray(50 * 40);
        for (int round = 0; round < 100; round++) {
            Parallel.ranges(50, 1, (from, to) -> {
                for (int row = from; row < to; row++) {
                    int start = row * 40;
                    Parallel.ranges(40, 1, (left, right) -> count(counts, start + left, start + right));
                }
            });
        }
        assertThat(IntStream.range(0, counts.length()).map(counts::get)).containsOnly(100);
    }

    @Test
    void aThousandVirtualThreads() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            allLoopIn(threads, 1000);
        }
    }

    @Test
    void theCommonPoolAndParallelStreams() {
        allLoopIn(ForkJoinPool.commonPool(), 200);
        IntStream.range(0, 200).parallel().forEach(_ -> requireEachOnce(1000, 7));
    }

    private static void allLoopIn(ExecutorService threads, int loops) {
        Lists.immutable
                .fromStream(IntStream.range(0, loops).mapToObj(i -> threads.submit(() -> requireEachOnce(500 + i, 3))))
                .forEach(ParallelTest::get);
    }

    private static void get(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theNumberOfThreadsMayChangeWhileLoopsRun() {
        var stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> {
                for (int i = 0; !stop.get(); i++) {
                    Parallel.setThreads(1 + i % 7);
                    Thread.yield();
                }
            });
            for (int round = 0; round < 500; round++) {
                requireEachOnce(1000, 3);
            }
            stop.set(true);
        }
    }

    @Test
    void anInterruptedCallerFinishesItsLoopAndStaysInterrupted() {
        for (int round = 0; round < 100; round++) {
            Thread.currentThread().interrupt();
            requireEachOnce(1000, 10);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anInterruptedHelperStaysOfUseAndGoesToSleep() {
        Thread helper = helper();
        helper.interrupt();
        requireEachOnce(10_007, 7);
        waitUntilAsleep(helper);
        requireEachOnce(10_007, 7);
    }

    @Test
    void nothingOfALoopIsKeptAfterwards() {
        WeakReference<int[]> used = loopOver(new int[1000]);
        while (used.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
    }

    private static WeakReference<int[]> loopOver(int[] elements) {
        var helped = new AtomicBoolean();
        while (!helped.get()) {
            Parallel.ranges(elements.length, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    elements[i]++;
                }
                helped.compareAndSet(false, Thread.currentThread().getName().startsWith("gradus"));
            });
        }
        return new WeakReference<>(elements);
    }

    @Test
    void callersAndHelpersAreNeverMoreThanTheThreads() {
        var together = new AtomicInteger();
        var most = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            var ready = new CountDownLatch(3);
            for (int caller = 0; caller < 3; caller++) {
                threads.execute(() -> {
                    ready.countDown();
                    for (int round = 0; round < 300; round++) {
                        Parallel.ranges(100, 1, (_, _) -> {
                            boolean helper = Thread.currentThread().getName().startsWith("gradus");
                            int now = together.addAndGet(helper ? 1 : 0);
                            most.accumulateAndGet(now, Math::max);
                            spin(1000);
                            together.addAndGet(helper ? -1 : 0);
                        });
                    }
                });
            }
        }
        assertThat(most.get()).as("helpers at work at once").isLessThanOrEqualTo(3);
    }

    /** Some helper, met at work. */
    private static Thread helper() {
        var met = ConcurrentHashMap.<Thread>newKeySet();
        while (met.isEmpty()) {
            Parallel.ranges(1000, 10, (_, _) -> {
                if (Thread.currentThread().getName().startsWith("gradus")) {
                    met.add(Thread.currentThread());
                }
                spin(1000);
            });
        }
        return met.iterator().next();
    }

    private static void waitUntilAsleep(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    private static void requireEachOnce(int n, int grain) {
        var counts = new AtomicIntegerArray(n);
        Parallel.ranges(n, grain, (from, to) -> count(counts, from, to));
        ImmutableList<Integer> wrong = Lists.immutable.fromStream(
                IntStream.range(0, n).filter(i -> counts.get(i) != 1).boxed());
        assertThat(wrong).as("n = %s, grain = %s", n, grain).isEmpty();
    }

    private static void count(AtomicIntegerArray counts, int from, int to) {
        for (int i = from; i < to; i++) {
            counts.incrementAndGet(i);
        }
    }
}
