package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class DownloadLinesTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void aLineForEachTenth() {
        var said = Lists.mutable.<String>empty();
        var lines = DownloadProgress.lines(said::add);
        for (long bytes = 1; bytes <= 40 * MEGABYTE; bytes += MEGABYTE / 4) {
            lines.arrived("a.gz", bytes, 40L * MEGABYTE);
        }
        assertThat(said).hasSize(10).startsWith("fetching a.gz: 0 of 40 MB", "fetching a.gz: 4 of 40 MB");
        lines.arrived("b.gz", 40L * MEGABYTE, 40L * MEGABYTE);
        assertThat(said).hasSize(11).last().isEqualTo("fetching b.gz: 40 of 40 MB");
    }

    @Test
    void aLineForEachTenMegabytesWhereTheSizeIsUnknown() {
        var said = Lists.mutable.<String>empty();
        var lines = DownloadProgress.lines(said::add);
        for (long megabytes = 0; megabytes < 35; megabytes++) {
            lines.arrived("a.gz", megabytes * MEGABYTE, -1);
        }
        assertThat(said)
                .containsExactly(
                        "fetching a.gz: 0 MB", "fetching a.gz: 10 MB", "fetching a.gz: 20 MB", "fetching a.gz: 30 MB");
    }
}
