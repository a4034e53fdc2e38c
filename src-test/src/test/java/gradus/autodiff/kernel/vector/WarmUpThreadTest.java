package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpThreadTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final long SLEEP_NANOS = 300_000_000;
    private static final Logger LOGGER = Logger.getLogger("gradus");

    @Test
    void anExerciseThatFailsKeepsNobodyElseFromPracticing() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        // heard here, so that it is not also shown among the results of the tests
        List<String> said = new CopyOnWriteArrayList<>();
        LOGGER.setFilter(line -> !said.add(line.getMessage()));
        WarmUpThread.ask(() -> {
            tries.incrementAndGet();
            throw new IllegalStateException("on purpose, by a test");
        });
        WarmUpThread.ask(() -> {
            done.countDown();
            return WarmUpThread.DONE;
        });
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(tries).hasValue(1);
        assertThat(said).containsExactly("a loop failed in practice; the plain one goes on");
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.setFilter(null);
    }

    @Test
    void exercisesTakeTurns() throws InterruptedException {
        AtomicInteger endless = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        WarmUpThread.ask(() -> done.getCount() == 0 || endless.incrementAndGet() > 1_000_000 ? WarmUpThread.DONE : 0);
        WarmUpThread.ask(() -> {
            done.countDown();
            return WarmUpThread.DONE;
        });
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anExerciseMaySleepWhileOthersTakeTurns() throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        long start = System.nanoTime();
        WarmUpThread.ask(() -> {
            if (steps.incrementAndGet() == 1) {
                return SLEEP_NANOS;
            }
            done.countDown();
            return WarmUpThread.DONE;
        });
        WarmUpThread.ask(() -> {
            other.countDown();
            return WarmUpThread.DONE;
        });
        assertThat(other.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SLEEP_NANOS);
        assertThat(steps).hasValue(2);
    }
}
