package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Randomness;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Batches that another thread makes ahead, in the order in which it makes them: one walk through a
 * {@link StreamedDataset}. What goes wrong there is thrown here, when it is its turn. Closing them, also
 * in the middle, ends the thread, and it closes its files.
 */
public final class BatchesAhead implements Iterable<Batch>, AutoCloseable {
    private final int ahead;
    private final int count;
    private final Consumer<Consumer<Batch>> maker;
    private final Thread thread;
    private final Deque<Batch> made = new ArrayDeque<>();
    private @Nullable Throwable failure;
    private boolean isBegun;
    private boolean isEnded;
    private boolean isClosed;

    /** Nobody wants more batches: unwinds what makes them. */
    private static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("closed", null, false, false);
        }
    }

    /**
     * Batches that are made when they are walked through.
     *
     * @param ahead how many may be made before they are taken
     * @param count how many there are, 0 if it is not known
     * @param maker hands out the batches
     */
    BatchesAhead(int ahead, int count, Consumer<Consumer<Batch>> maker) {
        this.ahead = ahead;
        this.count = count;
        this.maker = maker;
        this.thread = Thread.ofPlatform().daemon().name("gradus-batches").unstarted(this::make);
    }

    /**
     * The same batches with their images changed at random, by the thread that makes them: to be walked through
     * instead of these. Only one number is drawn here, so {@code random} can serve others too.
     */
    public BatchesAhead augmented(Augmentation augmentation, RandomGenerator random) {
        RandomGenerator own = Randomness.seeded(random.nextLong());
        return new BatchesAhead(
                ahead, count, taken -> maker.accept(batch -> taken.accept(augmentation.apply(batch, own))));
    }

    /** How many there are; 0 if that is not known before. */
    public int count() {
        return count;
    }

    private void make() {
        try {
            maker.accept(this::put);
            end(null);
        } catch (Closed _) {
            end(null);
        } catch (Throwable thrown) { // whoever takes the batches gets it
            end(thrown);
        }
    }

    private synchronized void put(Batch batch) {
        try {
            while (made.size() >= ahead && !isClosed) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            throw canceled(interrupted);
        }
        if (isClosed) {
            throw new Closed();
        }
        made.add(batch);
        notifyAll();
    }

    private synchronized void end(@Nullable Throwable thrown) {
        failure = thrown;
        isEnded = true;
        notifyAll();
    }

    private static CancellationException canceled(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        var canceled = new CancellationException("interrupted while batches are made");
        canceled.initCause(interrupted);
        return canceled;
    }

    /** Waits for the next one; null at the end. */
    private synchronized @Nullable Batch take() {
        try {
            while (made.isEmpty() && !isEnded && !isClosed) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            throw canceled(interrupted);
        }
        if (isClosed) {
            throw new ArgumentException("BatchesAhead", "batches that are open", "closed ones", "");
        }
        Batch batch = made.poll();
        notifyAll();
        if (batch == null) {
            switch (failure) {
                case null -> {}
                case Error error -> throw error;
                case RuntimeException thrown -> throw thrown;
                default -> throw new IllegalStateException(failure);
            }
        }
        return batch;
    }

    /**
     * Begins to make them; there is one walk.
     *
     * @throws ArgumentException if there was one already, or they are closed
     */
    @Override
    public Iterator<Batch> iterator() {
        synchronized (this) {
            if (isBegun || isClosed) {
                throw new ArgumentException(
                        "BatchesAhead",
                        "one walk through the batches",
                        isClosed ? "one after they were closed" : "a second one",
                        "StreamedDataset.batches makes them anew");
            }
            isBegun = true;
        }
        thread.start();
        return new Walk();
    }

    /** One batch is taken before it is asked for. */
    private final class Walk implements Iterator<Batch> {
        private @Nullable Batch next;
        private boolean isDone;

        @Override
        public boolean hasNext() {
            if (next == null && !isDone) {
                next = take();
                isDone = next == null;
            }
            return next != null;
        }

        @Override
        public Batch next() {
            Batch now = hasNext() ? next : null;
            if (now == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return now;
        }
    }

    /** Ends the thread, and waits until it has finished the piece that it is at. Once more it does nothing. */
    @Override
    public void close() {
        boolean wasBegun;
        synchronized (this) {
            isClosed = true;
            wasBegun = isBegun;
            made.clear();
            notifyAll();
        }
        if (wasBegun && !Thread.currentThread().equals(thread)) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Such as {@code BatchesAhead of 20 batches, 4 ahead}. */
    @Override
    public String toString() {
        return "BatchesAhead" + (count == 0 ? "" : " of " + GradusException.counted(count, "batch", "batches")) + ", "
                + ahead + " ahead";
    }
}
