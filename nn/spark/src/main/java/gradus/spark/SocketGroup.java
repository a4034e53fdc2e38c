package gradus.spark;

import gradus.autodiff.Tensor;
import gradus.nn.train.ProcessGroup;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Processes that exchange tensors on sockets. Of two that do, the one of higher rank calls the other,
 * once; connections stay open until the end. A caller that does not know the token is turned away.
 */
final class SocketGroup implements ProcessGroup, Closeable {
    private static final Logger LOG = System.getLogger("gradus");

    /** Before another call of who is busy. */
    private static final long PAUSE_NANOS = 50_000_000;

    private final int rank;
    private final ImmutableList<InetSocketAddress> addresses;
    private final Reception reception;
    private final Handshake handshake;
    private final Duration patience;

    /** By rank; those of higher rank will call. */
    private final ImmutableList<CompletableFuture<Peer>> callers;

    private final Map<Integer, Peer> called = new ConcurrentHashMap<>();
    private long sentBytes;

    /** Another process. */
    private record Peer(Connection connection, TensorStream stream) {
        Peer(Connection connection) {
            this(connection, new TensorStream(connection));
        }
    }

    /** What is done with another process. */
    @FunctionalInterface
    private interface Exchange<T> {
        T with(Peer peer) throws IOException;
    }

    /**
     * A group.
     *
     * @param addresses of the servers of all processes, by rank
     * @param server of this process; closed with this
     * @param patience the longest wait for another process
     */
    SocketGroup(
            int rank,
            ImmutableList<InetSocketAddress> addresses,
            ServerSocketChannel server,
            Handshake handshake,
            Duration patience) {
        this.rank = rank;
        this.addresses = addresses;
        this.handshake = handshake;
        this.patience = patience;
        this.callers = addresses.collect(_ -> new CompletableFuture<>());
        this.reception = new Reception("gradus-server-" + rank, server, handshake, patience, this::welcome);
    }

    private void welcome(int caller, Connection connection) throws IOException {
        boolean isExpected = caller > rank && caller < addresses.size();
        if (!isExpected || !callers.get(caller).complete(new Peer(connection))) {
            throw new IOException("worker " + caller + " is not expected here, or is here already");
        }
    }

    @Override
    public int size() {
        return addresses.size();
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public void send(int to, ImmutableList<Tensor> tensors) {
        sentBytes += with(to, peer -> peer.stream.write(tensors));
    }

    @Override
    public ImmutableList<Tensor> receive(int from) {
        return with(from, peer -> peer.stream.read());
    }

    /** How many bytes this process has sent. */
    long sentBytes() {
        return sentBytes;
    }

    private <T> T with(int other, Exchange<T> exchange) {
        try {
            return exchange.with(peer(other));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw lost(other, interrupted);
        } catch (IOException | ExecutionException | TimeoutException problem) {
            throw lost(other, problem);
        }
    }

    private LostPeerException lost(int other, Exception problem) {
        return new LostPeerException("worker " + rank + " has lost worker " + other, problem);
    }

    private Peer peer(int other) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        if (other > rank) {
            return callers.get(other).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        @Nullable Peer known = called.get(other);
        if (known == null) {
            known = call(addresses.get(other));
            called.put(other, known);
        }
        return known;
    }

    /** Where there is no place among those who show the token, it calls again. */
    private Peer call(InetSocketAddress address) throws IOException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return new Peer(handshake.connect(address, patience, rank));
            } catch (Handshake.NoPlaceException busy) {
                if (System.nanoTime() - begin > patience.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    throw busy;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /**
     * Those of lower rank who still wait for this process to call learn at once that it has failed:
     * it calls, and hangs up.
     */
    void giveUp() {
        for (int other = 0; other < rank; other++) {
            if (!called.containsKey(other)) {
                try {
                    call(addresses.get(other)).connection.close();
                } catch (IOException gone) {
                    LOG.log(Level.DEBUG, "worker " + other + " is gone already", gone);
                }
            }
        }
    }

    /** Those who are connected to this process learn of it at once. */
    @Override
    public void close() throws IOException {
        reception.close();
        for (Peer peer : called.values()) {
            peer.connection.close();
        }
        for (CompletableFuture<Peer> caller : callers) {
            if (!caller.cancel(false) && !caller.isCompletedExceptionally()) {
                caller.join().connection.close();
            }
        }
    }
}
