package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.plots.Curve;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static final String HEAD = "# Title\n\nAbout {data}.\n\n";

    private final Findings findings = new Findings();

    ReportTextTest() {
        findings.value("data", "digits");
        findings.share("accuracy", 0.25);
        findings.number("loss", 0.5);
        findings.exact("exact", 0.125, "1/8");
        findings.count("steps", 1);
        findings.value("fell", true);
    }

    record Trial(double rate, int size) {
        double twice() {
            return 2 * rate;
        }
    }

    private String html(String body) {
        return new ReportText(HEAD + body).report(findings).html();
    }

    @Test
    void blocksAreHeadingsAndParagraphs() {
        assertThat(html("## One\n\n### Part\n\nA line\n  and the next.\n\n\n\nAnother one.\n"))
                .contains("<h1>Title</h1>", "<p>About digits.</p>", ">One</h2>", "<h3>Part</h3>")
                .contains("<p>A line and the next.</p>", "<p>Another one.</p>");
    }

    @Test
    void aFigureHasAFormOfItsOwnAndTheTextMayAskForAnother() {
        assertThat(html("{accuracy} {loss} {exact} {steps} {accuracy:points} {loss:signed points} {steps:step}"
                        + " {accuracy:brief} {exact:plain} {exact:decimals} {loss:rounded} {accuracy:or never}"))
                .contains("<p>25.00 % 0.5000 0.125 1 25.00 percentage points +50.00 percentage points 1 step"
                        + " 0.2500 0.125 0.1250 0.5 0.2500</p>");
    }

    @Test
    void valuesHaveMembers() {
        findings.value("trials", Lists.immutable.with(new Trial(0.5, 3), new Trial(0.25, 4)));
        assertThat(html("{trials.size} {trials.first.rate} {trials.1.size} {trials.last.twice}"))
                .contains("<p>2 0.5 4 0.5</p>");
        findings.value("numbers", DoubleLists.immutable.with(2, 0.5, 4));
        assertThat(html("{numbers.size} {numbers.min} {numbers.max} {numbers.0}"))
                .contains("<p>3 0.5 4.0 2.0</p>");
    }

    @Test
    void conditionsChooseTextOfAnyLengthAndMayStandInsideOfOneAnother() {
        findings.value("rose", false);
        assertThat(html("It {if fell}fell{else}rose{end}.")).contains("<p>It fell.</p>");
        assertThat(html("{if rose}It rose.{end}\n\nEnd.")).contains("</header>\n<main>\n<p>End.</p>");
        assertThat(html("{if rose}\n\n{if fell}a{else}b{end}\n\n{else}\n\n{if fell}c{else}d{end}\n\n{end}"))
                .contains("<main>\n<p>c</p>\n</main>");
        assertThatThrownBy(() -> html("{if fell}It fell."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an {if ...} or {each ...} without its {end}");
        assertThatThrownBy(() -> html("It fell.{end}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an {end} or {else} without its beginning");
    }

    @Test
    void aTextIsRepeatedForEachThingOfAList() {
        findings.value("trials", Lists.immutable.with(new Trial(0.5, 3), new Trial(0.25, 4)));
        findings.value("none", Lists.immutable.empty());
        assertThat(html("Sizes {each trials}{it.size}{if fell}!{end}, {end}and {each none}{it.size}{end}no more."))
                .contains("<p>Sizes 3!, 4!, and no more.</p>");
        assertThat(html("{each trials}{it.size}{else}, {end}; {each none}{it.size}{else}, {end}none."))
                .contains("<p>3, 4; none.</p>");
        assertThatThrownBy(() -> html("{each trials}{it.size}")).hasMessageContaining("without its {end}");
    }

    @Test
    void theTextSaysWhichColumnsATableHas() {
        findings.value("trials", Lists.immutable.with(new Trial(0.5, 3), new Trial(0.25, 4)));
        assertThat(html("## Trials\n\n[trials: rate = rate\n| twice, {steps:time} = twice:percent] All\ntrials.\n"))
                .contains("<caption>All trials.</caption>", ">twice, 1 time</th>", ">0.25</th>", ">50.00 %</td>");
    }

    @Test
    void curvesAreDrawnOverTheAxesOfTheText() {
        var numbers = DoubleLists.immutable.with(1, 10, 100);
        findings.curves("curve", new Curve("c", numbers, numbers));
        var linear = new ReportText(HEAD + "[curve: step | loss] It rises.").report(findings);
        assertThat(linear.html()).contains("aria-label=\"It rises.\"");
        assertThat(linear.files().keysView()).contains("curve.svg", "curve.png");
        for (String axes : List.of("epoch | loss", "step | error", "step:log | loss", "step | loss:log")) {
            assertThat(html("[curve: " + axes + "] It rises.")).as(axes).isNotEqualTo(linear.html());
        }
        assertThat(html("[curve: step | loss] It rises.")).isEqualTo(linear.html());
    }

    @Test
    void figuresAndListingsStandWhereTheTextHasThem() {
        findings.value("lines", "a  b\nc");
        assertThat(html("[lines]\n\n[figures] All figures."))
                .contains("<pre tabindex=\"0\">a  b\nc</pre>", "<caption>All figures.</caption>", ">1/8</td>");
    }

    @Test
    void whatWasNotFoundIsRefusedAndSoIsAPictureWithoutAPlace() {
        assertThatThrownBy(() -> html("{acuracy}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the report names acuracy, which was not found");
        assertThatThrownBy(() -> html("[curve] A curve."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("curve");
        findings.value("trial", new Trial(1, 1));
        assertThatThrownBy(() -> html("{trial.thrice}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("thrice")
                .hasMessageContaining("Trial");
        findings.curves("forgotten", new Curve("c", DoubleLists.immutable.with(1), DoubleLists.immutable.with(1)));
        assertThatThrownBy(() -> html("Nothing."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the report has no place for the picture forgotten");
        assertThatThrownBy(() -> findings.value("data", "other")).hasMessage("data is found twice");
    }
}
