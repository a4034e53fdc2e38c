package gradus.spark;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A socket on which no wait, to read or to write, is longer than a limit. An interrupted thread
 * waits no more.
 */
final class Connection implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Duration patience;
    private boolean hurries;
    private long deadlineNanos;

    /** Of a channel that is connected; it is closed with this, or if this fails. */
    Connection(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            selector = Selector.open();
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
        key = channel.register(selector, 0); // of an open channel that does not block: it cannot fail
    }

    /** All that follows has to be done within this time, until {@link #relax}. */
    void hurry(Duration time) {
        hurries = true;
        deadlineNanos = System.nanoTime() + time.toNanos();
    }

    /** Each wait for itself is limited again, and nothing else. */
    void relax() {
        hurries = false;
    }

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, "to write");
            }
        }
    }

    /** Fills what remains of the buffer. */
    void read(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes);
            if (count < 0) {
                throw new EOFException("the other side has closed the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ, "to read");
            }
        }
    }

    private void await(int operation, String what) throws IOException {
        long begin = System.nanoTime();
        long limit = hurries ? Math.min(patience.toNanos(), deadlineNanos - begin) : patience.toNanos();
        key.interestOps(operation);
        while (true) {
            long millis = (limit - (System.nanoTime() - begin)) / 1_000_000;
            if (millis <= 0) {
                throw new SocketTimeoutException(
                        "nothing " + what + (hurries ? " in time" : " for " + patience.toSeconds() + " s"));
            }
            if (selector.select(millis) > 0) {
                selector.selectedKeys().clear();
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting " + what);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel;
                selector) {
            key.cancel();
        }
    }
}
