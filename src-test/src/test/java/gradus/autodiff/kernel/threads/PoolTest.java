package gradus.autodiff.kernel.threads;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.KernelSettings;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final AtomicInteger made = new AtomicInteger();
    private final Pool<AtomicInteger> pool = new Pool<>(() -> {
        made.incrementAndGet();
        return new AtomicInteger();
    });

    @Test
    void aSingleUserHasTheSameOneEachTime() {
        AtomicInteger first = pool.borrow();
        pool.giveBack(first);
        for (int i = 0; i < 10; i++) {
            AtomicInteger again = pool.borrow();
            assertThat(again).isSameAs(first);
            pool.giveBack(again);
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void whatIsBorrowedIsNotLentToOthers() {
        AtomicInteger first = pool.borrow();
        assertThat(pool.borrow()).isNotSameAs(first);
    }

    @Test
    void onlyAFewAreKept() {
        var borrowed = Interval.oneTo(500).collect(_ -> pool.borrow()).toList();
        borrowed.each(pool::giveBack);
        made.set(0);
        Interval.oneTo(500).each(_ -> pool.borrow());
        int kept = Math.max(16, KernelSettings.THREADS);
        assertThat(made.get()).isEqualTo(500 - kept);
    }

    @Test
    void nobodyHasOneThatAnotherThreadHas() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var users = Interval.oneTo(4)
                    .collect(_ -> threads.submit(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            AtomicInteger mine = pool.borrow();
                            assertThat(mine.incrementAndGet()).isEqualTo(1);
                            mine.decrementAndGet();
                            pool.giveBack(mine);
                        }
                    }))
                    .toList();
            for (var user : users) {
                user.get();
            }
        }
        assertThat(made.get()).isBetween(1, 100);
    }
}
