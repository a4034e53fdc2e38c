package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages between processes, which are threads here. */
class SocketGroupTest {
    private final Handshake handshake = new Handshake();
    private final ServerSocketChannel[] servers = new ServerSocketChannel[2];
    private ImmutableList<InetSocketAddress> addresses;

    @BeforeEach
    void open() throws IOException {
        for (int rank = 0; rank < 2; rank++) {
            servers[rank] = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        addresses = Lists.immutable.with(
                (InetSocketAddress) servers[0].getLocalAddress(), (InetSocketAddress) servers[1].getLocalAddress());
    }

    @AfterEach
    void close() throws IOException {
        servers[0].close();
        servers[1].close();
    }

    private SocketGroup group(int rank, Handshake known, long millis) {
        return new SocketGroup(rank, addresses, servers[rank], known, Duration.ofMillis(millis));
    }

    private static void assertSame(ImmutableList<Tensor> received, ImmutableList<Tensor> sent) {
        assertThat(received.collect(Tensor::type)).isEqualTo(sent.collect(Tensor::type));
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).dtype() == DType.F32) {
                float[] expected = sent.get(i).toFloatArray();
                float[] found = received.get(i).toFloatArray();
                for (int j = 0; j < expected.length; j++) {
                    assertThat(Float.floatToRawIntBits(found[j])).isEqualTo(Float.floatToRawIntBits(expected[j]));
                }
            } else {
                assertThat(received.get(i).toDoubleArray())
                        .isEqualTo(sent.get(i).toDoubleArray());
            }
        }
    }

    /** More numbers than a buffer holds, of a size that does not divide it; special ones; none; one. */
    @Test
    void tensorsArriveWithTheirBits() throws IOException {
        ImmutableList<Tensor> sent = Lists.immutable.with(
                Tensor.arange(DType.F32, 100_003).mul(0.1),
                Tensor.of(new float[] {-0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE}),
                Tensor.arange(DType.F64, 30_001).mul(0.1).reshape(1, 30_001, 1),
                Tensor.zeros(3, 0, 2),
                Tensor.scalar(2.5));
        try (SocketGroup first = group(0, handshake, 5_000);
                SocketGroup second = group(1, handshake, 5_000)) {
            var echo = CompletableFuture.runAsync(() -> {
                first.send(1, first.receive(1));
                first.send(1, first.receive(1));
            });
            second.send(0, sent);
            assertSame(second.receive(0), sent);
            second.send(0, Lists.immutable.empty());
            assertThat(second.receive(0)).isEmpty();
            echo.join();
            assertThat(first.sentBytes()).isEqualTo(second.sentBytes()).isGreaterThan(4 * 100_003 + 8 * 30_001);
        }
    }

    @Test
    void whoDoesNotKnowTheTokenIsTurnedAway() throws IOException {
        try (SocketGroup first = group(0, handshake, 5_000)) {
            var waiting = CompletableFuture.supplyAsync(() -> first.receive(1));
            try (SocketGroup stranger = group(1, new Handshake(), 5_000)) {
                assertThatExceptionOfType(LostPeerException.class)
                        .isThrownBy(() -> stranger.send(0, Lists.immutable.empty()))
                        .withMessageStartingWith("worker 1 has lost worker 0: ");
            }
            assertThat(waiting).isNotDone();
            servers[1] = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketGroup second = group(1, handshake, 5_000)) {
                second.send(0, Lists.immutable.with(Tensor.scalar(1f)));
                assertThat(waiting.join().getFirst().item()).isEqualTo(1);
            }
        }
    }

    @Test
    void aCallerThatSaysNothingKeepsNobodyWaiting() throws IOException {
        try (SocketGroup first = group(0, handshake, 5_000);
                Socket silent = new Socket(
                        addresses.get(0).getAddress(), addresses.get(0).getPort());
                SocketGroup second = group(1, handshake, 5_000)) {
            assertThat(silent.isConnected()).isTrue();
            second.send(0, Lists.immutable.with(Tensor.scalar(1f)));
            assertThat(first.receive(1)).hasSize(1);
        }
    }

    /** It takes any answer, and gives one of its own that only looks like one. */
    @Test
    void aHostThatDoesNotKnowTheTokenGetsNothing() throws IOException {
        var heard = CompletableFuture.supplyAsync(() -> {
            try (var caller = new Connection(servers[0].accept(), Duration.ofSeconds(5))) {
                caller.write(ByteBuffer.allocate(32));
                caller.read(ByteBuffer.allocate(Integer.BYTES + 64));
                caller.write(ByteBuffer.allocate(32));
                caller.read(ByteBuffer.allocate(1));
                return "a message";
            } catch (IOException nothing) {
                return nothing.getMessage();
            }
        });
        try (SocketGroup second = group(1, handshake, 5_000)) {
            assertThatExceptionOfType(LostPeerException.class)
                    .isThrownBy(() -> second.send(0, Lists.immutable.with(Tensor.scalar(1f))))
                    .withMessageContaining("the other side does not know the token of this run");
            assertThat(heard.join()).isEqualTo("the other side has closed the connection");
            assertThat(second.sentBytes()).isZero();
        }
    }

    /** A byte now and then ends each wait in time, but not all of them. */
    @Test
    void whoIsSlowInSmallStepsIsTooSlow() throws IOException {
        try (var client = new Socket(
                        addresses.get(0).getAddress(), addresses.get(0).getPort());
                var connection = new Connection(servers[0].accept(), Duration.ofSeconds(5))) {
            var slow = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.getOutputStream().write(1);
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException _) {
                    return;
                }
            });
            connection.hurry(Duration.ofMillis(300));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> connection.read(ByteBuffer.allocate(1000)))
                    .withMessage("nothing to read in time");
            connection.relax();
            connection.read(ByteBuffer.allocate(20));
            slow.interrupt();
        }
    }

    @Test
    void strangersFillNoMoreThanTheirPlaces() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try (SocketGroup first = group(0, handshake, 5_000)) {
            for (int i = 0; i < 65; i++) {
                silent.add(new Socket(
                        addresses.get(0).getAddress(), addresses.get(0).getPort()));
                if (i < 64) { // its challenge: it has its place
                    assertThat(silent.get(i).getInputStream().readNBytes(32)).hasSize(32);
                }
            }
            assertThat(silent.getLast().getInputStream().read()).isEqualTo(-1);
            silent.removeFirst().close();
            try (SocketGroup second = group(1, handshake, 5_000)) {
                second.send(0, Lists.immutable.with(Tensor.scalar(1f)));
                assertThat(first.receive(1)).hasSize(1);
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aProcessThatEndsIsMissedAtOnce() throws IOException {
        try (SocketGroup first = group(0, handshake, 60_000)) {
            try (SocketGroup second = group(1, handshake, 60_000)) {
                second.send(0, Lists.immutable.empty());
                first.receive(1);
            }
            assertThatExceptionOfType(LostPeerException.class)
                    .isThrownBy(() -> first.receive(1))
                    .withMessageStartingWith("worker 0 has lost worker 1: ");
        }
    }

    @Test
    void aProcessThatGivesUpBeforeItHasCalledIsMissedAtOnce() throws IOException {
        try (SocketGroup first = group(0, handshake, 60_000);
                SocketGroup second = group(1, handshake, 60_000)) {
            var waiting = CompletableFuture.supplyAsync(() -> first.receive(1));
            second.giveUp();
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(waiting::join)
                    .withMessageContaining("worker 0 has lost worker 1");
        }
    }

    @Test
    void aMessageThatDoesNotComeIsWaitedForNoLongerThanThePatience() throws IOException {
        try (SocketGroup first = group(0, handshake, 1_100);
                SocketGroup second = group(1, handshake, 1_100)) {
            second.send(0, Lists.immutable.empty());
            first.receive(1);
            assertThatExceptionOfType(LostPeerException.class)
                    .isThrownBy(() -> first.receive(1))
                    .withMessageContaining("nothing to read for 1 s");
        }
    }

    @Test
    void aProcessThatNeverCallsIsWaitedForNoLongerThanThePatience() throws IOException {
        try (SocketGroup first = group(0, handshake, 200)) {
            assertThatExceptionOfType(LostPeerException.class).isThrownBy(() -> first.receive(1));
        }
    }

    @Test
    void aMessageThatNobodyTakesIsHeldNoLongerThanThePatience() throws IOException {
        try (SocketGroup first = group(0, handshake, 1_100);
                SocketGroup second = group(1, handshake, 1_100)) {
            assertThat(first.size()).isEqualTo(2);
            ImmutableList<Tensor> large = Lists.immutable.with(Tensor.zeros(16_000_000));
            assertThatExceptionOfType(LostPeerException.class)
                    .isThrownBy(() -> second.send(0, large))
                    .withMessageContaining("nothing to write for 1 s");
        }
    }

    @Test
    void anInterruptedProcessWaitsNoMore() throws Exception {
        try (SocketGroup first = group(0, handshake, 60_000);
                SocketGroup second = group(1, handshake, 60_000)) {
            second.send(0, Lists.immutable.empty());
            first.receive(1);
            var failed = new CompletableFuture<Throwable>();
            Thread waiting = Thread.ofPlatform().start(() -> {
                try {
                    first.receive(1);
                } catch (RuntimeException interrupted) {
                    failed.complete(interrupted);
                }
            });
            waiting.interrupt();
            assertThat(failed.join()).isInstanceOf(LostPeerException.class).hasMessageContaining("interrupted");
        }
    }
}
