package gradus.nn.data;

import gradus.nn.files.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * Fetches public files into a folder. A file arrives under a name that ends in {@code .part}; it
 * gets its own name when it is whole and its checksum right. What an attempt has fetched before it
 * broke off, the next one goes on from, also at another home.
 */
final class Download implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int CANNOT_GO_ON = 416;

    private final Path folder;
    private final DownloadProgress progress;
    private final Duration patience;
    private final HttpClient client;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Downloads into a folder.
     *
     * @param patience how long a server may be silent
     */
    Download(Path folder, DownloadProgress progress, Duration patience) {
        this.folder = folder;
        this.progress = progress;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
        readers.shutdownNow();
    }

    /**
     * The file in the folder, fetched from the first of its homes that has it, unless it is there
     * already.
     *
     * @throws DataException if none has it; the reason of each is in the message
     */
    Path fetch(PublicFile file) {
        Path target = folder.resolve(file.name());
        MutableList<String> reasons = Lists.mutable.empty();
        try {
            Files.createDirectories(folder);
            if (Files.exists(target)) {
                return target;
            }
            Path part = folder.resolve(file.name() + ".part");
            for (URI home : file.homes()) {
                if (fetch(file, home, part, reasons)) {
                    return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (IOException e) {
            throw failed(target, "room to save it", e.toString(), e);
        }
        throw new DataException(
                target, DataException.NOWHERE, "the file from one of its homes", reasons.makeString("; "), "");
    }

    private static DataException failed(Path target, String need, String got, Exception cause) {
        var exception = new DataException(target, DataException.NOWHERE, need, got, "");
        exception.initCause(cause);
        return exception;
    }

    /** Twice if need be: what was there before may be part of another file. */
    private boolean fetch(PublicFile file, URI home, Path part, MutableList<String> reasons) throws IOException {
        boolean resumed = Files.exists(part);
        String reason = attempt(file, home, part);
        if (!reason.isEmpty() && resumed && !Files.exists(part)) {
            reason = attempt(file, home, part);
        }
        if (!reason.isEmpty()) {
            reasons.add(home + ": " + reason);
        }
        return reason.isEmpty();
    }

    /** Why it failed, or nothing. */
    private String attempt(PublicFile file, URI home, Path part) throws IOException {
        try {
            String refusal = transfer(file, home, part);
            if (refusal.isEmpty() && !file.matches(part)) {
                refusal = "not the published bytes (by SHA-256)";
            }
            if (!refusal.isEmpty()) {
                Files.deleteIfExists(part);
            }
            return refusal;
        } catch (BrokenOff e) {
            return e.reason;
        }
    }

    /** Why the server has not got the file, or nothing. */
    private String transfer(PublicFile file, URI home, Path part) throws IOException, BrokenOff {
        long have = Files.exists(part) ? Files.size(part) : 0;
        var request = HttpRequest.newBuilder(home).timeout(patience);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = send(request.build());
        try (InputStream body = response.body()) {
            boolean goesOn = response.statusCode() == PARTIAL
                    && response.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + have + "-");
            if (!goesOn && response.statusCode() != OK) {
                return refused(response.statusCode());
            }
            long before = goesOn ? have : 0;
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            return save(file, body, part, before, length < 0 ? -1 : before + length);
        }
    }

    /**
     * A server that cannot go on there has another file; one that has none says nothing about what
     * is here.
     */
    private static String refused(int status) throws BrokenOff {
        String reason = "status " + status;
        if (status != CANNOT_GO_ON) {
            throw new BrokenOff(reason, null);
        }
        return reason;
    }

    private String save(PublicFile file, InputStream body, Path part, long before, long total)
            throws IOException, BrokenOff {
        var mode = before > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        byte[] buffer = new byte[BUFFER];
        long bytes = before;
        try (OutputStream out =
                Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
                bytes += count;
                if (bytes > file.most()) {
                    return "more than " + file.most() + " bytes";
                }
                out.write(buffer, 0, count);
                progress.arrived(file.name(), bytes, total);
            }
        }
        return "";
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws BrokenOff {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenOff("interrupted", e);
        } catch (IOException e) {
            throw new BrokenOff(reason(e), e);
        }
    }

    /**
     * Reads as {@link InputStream#read(byte[])} does, but does not wait for ever for a server that
     * has gone silent.
     */
    private int read(InputStream body, byte[] buffer) throws BrokenOff {
        Future<Integer> reading = readers.submit(() -> body.read(buffer));
        try {
            return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenOff("interrupted", e);
        } catch (TimeoutException e) {
            throw new BrokenOff("silent for " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new BrokenOff(reason(cause == null ? e : cause), e);
        }
    }

    private String reason(Throwable e) {
        return e instanceof HttpTimeoutException ? "silent for " + patience.toMillis() + " ms" : e.toString();
    }

    /** The connection failed; what has arrived is still good. */
    private static final class BrokenOff extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        BrokenOff(String reason, @Nullable Throwable cause) {
            super(cause);
            this.reason = reason;
        }
    }
}
