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
            return true;
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
        WarmUpThread.ask(() -> endless.incrementAndGet() > 1_000_000 || done.getCount() == 0);
        WarmUpThread.ask(() -> {
            done.countDown();
            return true;
        });
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
