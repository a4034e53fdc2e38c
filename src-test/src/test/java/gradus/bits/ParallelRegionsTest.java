package gradus.bits;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.threads.Parallel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the threads of a loop begin: so that a core has the same elements in the next one. */
@Timeout(120)
class ParallelRegionsTest {
    private int threadsBefore;

    @BeforeEach
    void twoThreads() {
        threadsBefore = Parallel.threads();
        Parallel.setThreads(2);
    }

    @AfterEach
    void asBefore() {
        Parallel.setThreads(threadsBefore);
    }

    /** Of loops in which both threads come in time: a helper may come late, or not at all. */
    @Test
    void theCallerBeginsAtTheFrontAndAHelperInTheMiddle() {
        for (int met = 0; met < 20; ) {
            var firsts = new ConcurrentHashMap<Thread, Integer>();
            var both = new CountDownLatch(2);
            var inTime = new AtomicBoolean(true);
            Parallel.ranges(1024, 1, (from, _) -> {
                if (firsts.putIfAbsent(Thread.currentThread(), from) == null) {
                    both.countDown();
                    await(both, inTime);
                }
            });
            if (inTime.get()) {
                assertThat(firsts).containsEntry(Thread.currentThread(), 0).hasSize(2);
                assertThat(firsts.values()).containsExactlyInAnyOrder(0, 512);
                met++;
            }
        }
    }

    private static void await(CountDownLatch both, AtomicBoolean inTime) {
        try {
            if (!both.await(1, TimeUnit.SECONDS)) {
                inTime.set(false);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
