package gradus.spark;

import gradus.nn.train.Epoch;
import gradus.nn.train.Hint;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the driver how training goes. Where the driver cannot be reached, training goes on unheard. */
final class Reporter implements TrainingListener, Closeable {
    private static final Logger LOG = System.getLogger("gradus");

    /** Between two steps that are told. */
    private static final long PAUSE_NANOS = 200_000_000;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private @Nullable Connection driver;
    private long lastStep = System.nanoTime() - PAUSE_NANOS;

    /** @param patience with which the other workers wait for this one: it waits less for the driver */
    Reporter(ReportServer.Address address, Handshake handshake, Duration patience) throws IOException {
        Duration half = patience.dividedBy(2);
        try {
            driver = handshake.connect(
                    new InetSocketAddress(address.host(), address.port()),
                    half.compareTo(LONGEST) < 0 ? half : LONGEST,
                    0);
        } catch (IOException problem) {
            giveUp(problem);
        }
    }

    private void giveUp(IOException problem) throws IOException {
        LOG.log(Level.WARNING, "the driver does not hear how training goes: " + problem);
        close();
    }

    private void send(Report report) {
        if (driver == null) {
            return;
        }
        byte[] packed = Packed.pack(report);
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + packed.length);
        message.putInt(packed.length).put(packed).flip();
        try {
            driver.write(message);
        } catch (IOException problem) {
            try {
                giveUp(problem);
            } catch (IOException another) {
                LOG.log(Level.DEBUG, "a connection that cannot be closed", another);
            }
        }
    }

    @Override
    public void step(TrainingStep step) {
        long now = System.nanoTime();
        if (now - lastStep >= PAUSE_NANOS) {
            lastStep = now;
            send(new Report.Step(step));
        }
    }

    @Override
    public void epoch(Epoch epoch) {
        send(new Report.Done(epoch));
    }

    @Override
    public void hint(Hint hint) {
        send(new Report.Said(hint));
    }

    @Override
    public void close() throws IOException {
        if (driver != null) {
            driver.close();
            driver = null;
        }
    }
}
