package gradus.nn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.nn.layer.Linear;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    @Test
    void picturesAndTablesBecomeFiles() {
        Table table = new Table(Lists.immutable.with("a"), Lists.immutable.with(Lists.immutable.with("1")));
        Report report = new Report("title", "about")
                .section("Two tables!")
                .table(table, "first")
                .table(table, "second")
                .picture(Picture.of("plot", 2, 2, "<g/>", new byte[] {1}), "what there is");
        assertThat(report.files().keysView())
                .containsExactlyInAnyOrder("tables/two-tables.csv", "tables/two-tables-2.csv", "plot.svg", "plot.png");
        assertThat(report.files().get("plot.png")).containsExactly(1);
        assertThat(new String(report.files().get("tables/two-tables.csv"), StandardCharsets.UTF_8))
                .isEqualTo("a\n1\n");
        assertThat(report.html())
                .contains("aria-label=\"what there is\"", "<th scope=\"col\">a", "<th scope=\"row\">1");
    }

    @Test
    void aNameOfAPictureIsThereOnce() {
        Picture picture = Picture.of("plot", 2, 2, "<g/>", new byte[] {1});
        Report report = new Report("title", "about").picture(picture, "one");
        List.of(
                        Picture.of("plot", 2, 2, "<g/>", new byte[] {2}),
                        Picture.of("plot", 2, 2, "<g></g>", new byte[] {1}),
                        Picture.of("plot", 3, 2, "<g/>", new byte[] {1}),
                        Picture.of("plot", 2, 3, "<g/>", new byte[] {1}))
                .forEach(other -> assertThatThrownBy(() -> report.picture(other, "two"))
                        .isInstanceOf(ArgumentException.class)
                        .hasMessage("Report.picture: needs a name of its own for each picture, got another one of the"
                                + " name 'plot'; its files have that name"));
        assertThat(report.files().get("plot.png")).containsExactly(1);
        assertThat(report.html()).doesNotContain("two");
        report.picture(picture, "again").picture(Picture.of("plot", 2, 2, "<g/>", new byte[] {1}), "and again");
        assertThat(report.html()).contains("again", "and again");
    }

    @Test
    void tablesAreMadeOfColumns() {
        Table table = Table.over(Lists.immutable.with(2, 3))
                .column("n", n -> n)
                .column("square", n -> n * n + ".0")
                .table();
        assertThat(table.csv()).isEqualTo("n,square\n2,4.0\n3,9.0\n");
        Table parameters = Table.ofParameters(Linear.of(2, 3, Randomness.seeded(1)));
        assertThat(parameters.csv()).isEqualTo("parameter,shape,numbers\nweight,\"[3, 2]\",6\nbias,[3],3\n");
    }
}
