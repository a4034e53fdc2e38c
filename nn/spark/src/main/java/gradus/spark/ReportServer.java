package gradus.spark;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;

/**
 * Where the driver hears of a training while it runs: the first worker calls, shows that it knows the
 * token, and sends {@link Report}s, each with its length before it.
 */
final class ReportServer implements Closeable {
    private static final int MOST_BYTES = 1 << 24;

    /** A worker may be busy with one step for long; whether it is lost is Spark's to say. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private static final ObjectInputFilter REPORTS = ObjectInputFilter.Config.createFilter(
            "gradus.spark.Report$*;gradus.nn.train.*;org.eclipse.collections.**;java.lang.*;java.util.*;!*");

    private final Reception reception;
    private final Address address;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /** Where workers find it. */
    record Address(String host, int port) implements Serializable {}

    /**
     * Begins to listen.
     *
     * @param told of every report, on the thread of the worker that sends it
     */
    ReportServer(SparkContext spark, Handshake handshake, Consumer<Report> told) throws IOException {
        String host = spark.conf().get("spark.driver.host", "localhost");
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(spark.conf().get("spark.driver.bindAddress", host), 0));
            address = new Address(host, ((InetSocketAddress) server.getLocalAddress()).getPort());
        } catch (IOException | RuntimeException failure) {
            server.close();
            throw failure;
        }
        reception = new Reception("gradus-reports", server, handshake, PATIENCE, (_, connection) -> {
            open.add(connection);
            try {
                while (server.isOpen()) { // or until the worker hangs up
                    told.accept(report(connection));
                }
            } finally {
                open.remove(connection);
                connection.close();
            }
        });
    }

    Address address() {
        return address;
    }

    /** No other classes are read than reports consist of. */
    private static Report report(Connection connection) throws IOException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes(connection)))) {
            in.setObjectInputFilter(REPORTS);
            return (Report) in.readObject();
        } catch (ClassNotFoundException | ClassCastException other) {
            throw new IOException("needs a report", other);
        }
    }

    private static byte[] bytes(Connection connection) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        connection.read(length);
        int count = length.flip().getInt();
        if (count < 0 || count > MOST_BYTES) {
            throw new IOException("needs a report of up to " + MOST_BYTES + " bytes, got " + count);
        }
        byte[] bytes = new byte[count];
        connection.read(ByteBuffer.wrap(bytes));
        return bytes;
    }

    @Override
    public void close() throws IOException {
        reception.close();
        for (Connection connection : open) {
            connection.close();
        }
    }
}
