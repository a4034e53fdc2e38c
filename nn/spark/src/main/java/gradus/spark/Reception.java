package gradus.spark;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets callers in who know the token. Each shows it to a thread of its own, so that one that says
 * nothing keeps nobody waiting; it has ten seconds for that, and no more than 64 try at a time.
 */
final class Reception implements Closeable {
    private static final Logger LOG = System.getLogger("gradus");
    private static final int MOST_CALLERS = 64;

    /** After a call that could not be taken, as where there are too many open files. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final ServerSocketChannel server;
    private final Handshake handshake;
    private final Duration patience;
    private final Guests guests;
    private final Semaphore places = new Semaphore(MOST_CALLERS);

    /** What is done with a caller who was let in. */
    @FunctionalInterface
    interface Guests {
        /** On a thread of the caller's own; the connection is closed if this throws. */
        void welcome(int rank, Connection connection) throws IOException;
    }

    /**
     * Begins to listen.
     *
     * @param server is closed with this
     * @param patience of the connections
     */
    Reception(String name, ServerSocketChannel server, Handshake handshake, Duration patience, Guests guests) {
        this.server = server;
        this.handshake = handshake;
        this.patience = patience;
        this.guests = guests;
        Thread.ofVirtual().name(name).start(this::serve);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().start(() -> letIn(channel));
                } else {
                    channel.close();
                }
            } catch (IOException problem) { // closed, or a caller that has gone again
                LOG.log(Level.DEBUG, "no caller", problem);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void letIn(SocketChannel channel) {
        try {
            Guest guest = known(channel);
            try {
                guests.welcome(guest.rank, guest.connection);
            } catch (IOException | RuntimeException | Error failure) {
                guest.connection.close();
                throw failure;
            }
        } catch (IOException | RuntimeException problem) {
            LOG.log(Level.DEBUG, "a caller was not let in, or has gone", problem);
        }
    }

    /** A caller who knows the token. */
    private record Guest(int rank, Connection connection) {}

    private Guest known(SocketChannel channel) throws IOException {
        try {
            Connection connection = new Connection(channel, patience);
            try {
                return new Guest(handshake.accept(connection), connection);
            } catch (IOException | RuntimeException stranger) {
                connection.close();
                throw stranger;
            }
        } finally {
            places.release();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
