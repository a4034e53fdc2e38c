package gradus.nn.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void escapesEveryText() {
        String nasty = "<script>alert(\"a&b\")</script>";
        Table table = new Table(Lists.immutable.with(nasty), Lists.immutable.with(Lists.immutable.with(nasty)));
        Picture picture = Picture.of("empty", 2, 2, "", new byte[0]);
        String html = new Report(nasty, nasty)
                .section(nasty)
                .text(nasty)
                .listing(nasty)
                .table(table, nasty)
                .picture(picture, nasty)
                .drawing("<svg></svg>", nasty)
                .html();
        assertThat(html).doesNotContain("<script").contains("&lt;script&gt;alert(&quot;a&amp;b&quot;)");
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        Table table = new Table(
                Lists.immutable.with("a", "b"), Lists.immutable.with(Lists.immutable.with("1,5", "say \"no\"")));
        assertThat(table.csv()).isEqualTo("a,b\n\"1,5\",\"say \"\"no\"\"\"\n");
    }

    @Test
    void textAlignsItsColumns() {
        Table table =
                new Table(Lists.immutable.with("figure", "x"), Lists.immutable.with(Lists.immutable.with("a", "123")));
        assertThat(table.text()).isEqualTo("figure  x\na       123");
    }
}
