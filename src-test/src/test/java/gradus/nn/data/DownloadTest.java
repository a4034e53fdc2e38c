package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gradus.autodiff.Randomness;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server on this machine. */
class DownloadTest {
    private static final byte[] CONTENT = bytes(200_000);

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private static byte[] bytes(int count) {
        var random = Randomness.seeded(3);
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve("/whole", exchange -> send(exchange, 200, CONTENT, CONTENT.length));
        serve("/ranges", exchange -> {
            int from = range(exchange);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
            send(exchange, 206, Arrays.copyOfRange(CONTENT, from, CONTENT.length), CONTENT.length - from);
        });
        serve("/missing", exchange -> send(exchange, 404, new byte[0], -1));
        serve("/other", exchange -> send(exchange, 200, bytes(100), 100));
        serve("/breaks", exchange -> send(exchange, 200, Arrays.copyOf(CONTENT, 70_000), CONTENT.length));
        serve("/silent", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 10);
            exchange.getResponseBody().flush();
            await();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Answer answer) {
        server.createContext(path, exchange -> {
            var range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(path + (range == null ? "" : " " + range));
            try (exchange) {
                answer.give(exchange);
            }
        });
    }

    private static int range(HttpExchange exchange) {
        var range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }

    /** May promise more than it sends: the connection then breaks off. */
    private static void send(HttpExchange exchange, int status, byte[] body, long promised) throws IOException {
        exchange.sendResponseHeaders(status, promised);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private PublicFile file(String... paths) throws Exception {
        var homes = Lists.immutable
                .with(paths)
                .collect(path ->
                        URI.create("http://localhost:" + server.getAddress().getPort() + path));
        return new PublicFile("data.bin", homes, sha256(CONTENT), 1_000_000);
    }

    private Path fetch(PublicFile file) {
        return fetch(file, Duration.ofSeconds(20));
    }

    private Path fetch(PublicFile file, Duration patience) {
        try (var download = new Download(
                folder, (name, bytes, total) -> progress.add(name + " " + bytes + " of " + total), patience)) {
            return download.fetch(file);
        }
    }

    private void assertOnlyTheFile() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("data.bin"));
        }
        assertThat(folder.resolve("data.bin")).hasBinaryContent(CONTENT);
    }

    private void assertNothing() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void fetchesAFileOnceAndTellsHowItGoes() throws Exception {
        assertThat(fetch(file("/whole"))).isEqualTo(folder.resolve("data.bin"));
        assertOnlyTheFile();
        assertThat(progress).last().isEqualTo("data.bin 200000 of 200000");
        fetch(file("/whole"));
        assertThat(requests).containsExactly("/whole");
    }

    @Test
    void triesTheNextHome() throws Exception {
        fetch(file("/missing", "/other", "/whole"));
        assertThat(requests).containsExactly("/missing", "/other", "/whole");
        assertOnlyTheFile();
    }

    @Test
    void goesOnWhereAnotherHomeBrokeOff() throws Exception {
        fetch(file("/breaks", "/ranges"));
        assertThat(requests).hasSize(2).last().asString().startsWith("/ranges bytes=");
        assertThat(progress).last().isEqualTo("data.bin 200000 of 200000");
        assertOnlyTheFile();
    }

    @Test
    void goesOnWhereAnEarlierDownloadBrokeOff() throws Exception {
        Files.write(folder.resolve("data.bin.part"), Arrays.copyOf(CONTENT, 150_000));
        fetch(file("/missing", "/ranges"));
        assertThat(requests).containsExactly("/missing bytes=150000-", "/ranges bytes=150000-");
        assertOnlyTheFile();
    }

    @Test
    void beginsAnewWhereTheServerDoesNotGoOn() throws Exception {
        Files.write(folder.resolve("data.bin.part"), Arrays.copyOf(CONTENT, 150_000));
        fetch(file("/whole"));
        assertOnlyTheFile();
    }

    @Test
    void beginsAnewWhereThePartBelongsToAnotherFile() throws Exception {
        Files.write(folder.resolve("data.bin.part"), new byte[] {(byte) (CONTENT[0] ^ 1)});
        fetch(file("/ranges"));
        assertThat(requests).containsExactly("/ranges bytes=1-", "/ranges");
        assertOnlyTheFile();
    }

    @Test
    void beginsAnewWhereThePartIsLongerThanTheFile() throws Exception {
        serve("/short", exchange -> {
            boolean whole = range(exchange) == 0;
            send(exchange, whole ? 200 : 416, whole ? CONTENT : new byte[0], whole ? CONTENT.length : -1);
        });
        Files.write(folder.resolve("data.bin.part"), new byte[CONTENT.length + 1]);
        fetch(file("/short"));
        assertThat(requests).containsExactly("/short bytes=200001-", "/short");
        assertOnlyTheFile();
    }

    @Test
    void aFileThatNoHomeHas() throws Exception {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> fetch(file("/missing", "/other")))
                .withMessageStartingWith(
                        folder.resolve("data.bin") + ": needs the file from one of its homes, got http://localhost:")
                .withMessageContaining("/missing: status 404; http")
                .withMessageEndingWith("/other: not the published bytes (by SHA-256)");
        assertNothing();
    }

    @Test
    void aFileThatIsTooLarge() throws Exception {
        var whole = file("/whole");
        var small = new PublicFile("data.bin", whole.homes(), whole.sha256(), 1000);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> fetch(small))
                .withMessageEndingWith("/whole: more than 1000 bytes");
        assertNothing();
    }

    @Test
    void aConnectionThatBreaksLeavesOnlyThePart() throws Exception {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> fetch(file("/breaks")));
        assertThat(folder.resolve("data.bin")).doesNotExist();
        assertThat(folder.resolve("data.bin.part")).exists();
    }

    @Test
    void aServerThatGoesSilent() throws Exception {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> fetch(file("/silent"), Duration.ofMillis(300)))
                .withMessageEndingWith("/silent: silent for 300 ms");
        assertThat(folder.resolve("data.bin")).doesNotExist();
    }

    @Test
    void publicFilesHaveHomesAndChecksums() {
        var all = Lists.immutable.with(
                PublicData.MNIST, PublicData.FASHION_MNIST, PublicData.CIFAR10, PublicData.DIGITS, PublicData.IRIS);
        assertThat(all.collect(PublicData::folder))
                .containsExactly("mnist", "fashion-mnist", "cifar10", "digits", "iris");
        for (var file : all.flatCollect(PublicData::files)) {
            assertThat(file.homes()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(file.sha256()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void theChecksumsAreThoseOfTheRealFiles() throws Exception {
        Path real = Path.of("../../shared/data");
        assumeTrue(Files.isDirectory(real), "no ../shared/data beside the project");
        for (var data : Lists.immutable.with(PublicData.MNIST, PublicData.DIGITS, PublicData.IRIS)) {
            for (var file : data.files()) {
                assertThat(file.matches(real.resolve(data.folder()).resolve(file.name())))
                        .as(file.name())
                        .isTrue();
            }
        }
    }

    /** A broken-off download leaves a part, with which no program can do anything. */
    @Test
    void aPartOfTheFilesIsNoDataSet() throws IOException {
        Files.createFile(folder.resolve("iris.csv.part"));
        assertThat(PublicData.IRIS.isWhole(folder)).isFalse();
        Files.createFile(folder.resolve("iris.csv"));
        assertThat(PublicData.IRIS.isWhole(folder)).isTrue();
        assertThat(PublicData.DIGITS.isWhole(folder)).isFalse();
        Files.createFile(folder.resolve("digits.csv"));
        assertThat(PublicData.DIGITS.isWhole(folder)).isTrue();
        assertThat(PublicData.CIFAR10.isWhole(folder)).isFalse();
    }

    @Test
    void dataThatTheUserHasAreNotFetched() throws IOException {
        var mnist = Files.createDirectory(folder.resolve("mnist"));
        assertThat(PublicData.MNIST.find(folder, DownloadProgress.silent())).isEqualTo(mnist);
        assertThat(PublicData.MNIST.find(folder, null)).isEqualTo(mnist);
    }
}
