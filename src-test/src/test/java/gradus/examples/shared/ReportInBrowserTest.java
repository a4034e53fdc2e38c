package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.examples.shared.Browser.Visit;
import gradus.plots.Gallery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report as readers see it: whole, on a narrow screen, on light and dark ones, in print. */
class ReportInBrowserTest {
    private static final String DARK = "--blink-settings=preferredColorScheme=0";

    private static final int TELEPHONE = 390;
    private static final int DESKTOP = 1280;

    /** Opens the report in a frame of some width and writes what it finds into its own body. */
    private static final String PROBE = """
            <!DOCTYPE html>
            <meta name="color-scheme" content="light dark"/>
            <iframe id="frame" src="report.html" width="WIDTH" height="844"></iframe>
            <pre id="found"></pre>
            <script>
            function channels(color) { return color.match(/[\\d.]+/g).slice(0, 3).map(Number); }
            function luminance(color) {
              const [r, g, b] = channels(color).map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + \
              0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            }
            function contrast(a, b) {
              const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
              return (high + 0.05) / (low + 0.05);
            }
            window.onload = () => {
              const page = document.getElementById('frame').contentDocument;
              const view = page.defaultView;
              const style = element => view.getComputedStyle(element);
              const all = selector => [...page.querySelectorAll(selector)];
              const paper = style(page.body).backgroundColor;
              const ink = all('[style*="--ink"]').map(e => style(e).fill === 'none' ? style(e).stroke : style(e).fill);
              const lines = all('[style*="stroke:var(--"]').filter(e => \
              !/--(ink|grid|paper)/.test(e.getAttribute('style')));
              // what is clipped may reach beyond, unseen
              const outside = all('svg > :not(title), svg text').filter(e => !e.closest('[clip-path]')).filter(e => {
                const [box, frame] = [e.getBoundingClientRect(), e.ownerSVGElement.getBoundingClientRect()];
                return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < \
                frame.top - 1 || box.bottom > frame.bottom + 1);
              });
              const labels = all('svg').flatMap(svg => [...svg.querySelectorAll('text:not([transform])')].map(t \
              => t.getBoundingClientRect())
                .filter(box => box.width > 0).flatMap((a, i, boxes) => boxes.slice(i + 1).filter(b =>
                  a.left < b.right - 1 && b.left < a.right - 1 && a.top + a.height / 4 < b.bottom - b.height / \
                  4 && b.top + b.height / 4 < a.bottom - a.height / 4)));
              const facts = {
                outside: outside.length, colliding: labels.length,
                curves: Math.min(...lines.map(e => contrast(style(e).stroke, paper))).toFixed(2),
                sections: all('h2').length, figures: all('figure').length, tables: all('table').length, \
                pictures: all('svg').length,
                invisible: all('svg, table, h2, p').filter(e => e.getBoundingClientRect().height < 5).length,
                unnamed: all('svg').filter(e => !e.getAttribute('aria-label')).length,
                images: all('image').filter(e => e.getBoundingClientRect().width < 1).length,
                uncaptioned: all('table').filter(e => !e.caption || e.querySelector('th:not([scope])')).length,
                overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
                paper: luminance(paper).toFixed(2),
                text: Math.min(...all('h1, h2, h3, p, a, li, th, td, caption, figcaption').map(e => \
                contrast(style(e).color, paper))).toFixed(1),
                labels: Math.min(...ink.map(color => contrast(color, paper))).toFixed(1),
                scripts: all('script, link, iframe, object, embed, [onload], [onclick]').length,
                lang: page.documentElement.lang, title: page.title, requests: \
                view.performance.getEntriesByType('resource').length,
              };
              document.getElementById('found').textContent = Object.entries(facts).map(([k, v]) => k + '=' + \
              v).join('\\n') + '\\n';
            };
            </script>
            """;

    @TempDir
    private Path folder;

    private Browser browser;

    @BeforeEach
    void findBrowser() {
        browser = Browser.installed(folder);
    }

    private Map<String, String> probe(String html, String... options) throws Exception {
        return probe(html, TELEPHONE, options);
    }

    private Map<String, String> probe(String html, int width, String... options) throws Exception {
        Files.writeString(folder.resolve("report.html"), html);
        Path probe = Files.writeString(folder.resolve("probe.html"), PROBE.replace("WIDTH", width + ""));
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = "--dump-dom";
        Visit visit = browser.open(probe, all);
        assertThat(visit.console()).isEmpty();
        var found =
                Pattern.compile("<pre id=\"found\">(.*?)</pre>", Pattern.DOTALL).matcher(visit.output());
        assertThat(found.find()).isTrue();
        var facts = new TreeMap<String, String>();
        found.group(1).lines().map(line -> line.split("=", 2)).forEach(fact -> facts.put(fact[0], fact[1]));
        assertThat(facts).isNotEmpty();
        return facts;
    }

    @Test
    void isWholeOnALightTelephone() throws Exception {
        int pictures = Gallery.pictures().size();
        var facts = probe(Gallery.report().html());
        requireWhole(facts);
        assertThat(facts)
                .containsEntry("sections", "3")
                .containsEntry("tables", "1")
                .containsEntry("figures", pictures + "")
                .containsEntry("pictures", pictures + "")
                .containsEntry("lang", "en")
                .containsEntry("title", "Gallery")
                .containsEntry("paper", "1.00");
    }

    @Test
    void isLegibleOnADarkScreen() throws Exception {
        var facts = probe(Gallery.report().html(), DARK);
        requireWhole(facts);
        assertThat(Double.parseDouble(facts.get("paper"))).isLessThan(0.1);
    }

    /** The pages that the programs write themselves, with all their plots and tables. */
    @ParameterizedTest
    @ValueSource(strings = {"digits", "softplus"})
    void aProgramsReportIsWhole(String program) throws Exception {
        Outcome run = Outcome.of(folder.resolve("out"), program, List.of("--quick"));
        run.requireSuccess();
        var facts = probe(run.file("report.html"));
        requireWhole(facts);
        assertThat(Integer.parseInt(facts.get("pictures"))).isGreaterThan(3);
        var wide = probe(run.file("report.html"), DESKTOP);
        requireWhole(wide);
        for (String what : List.of("sections", "figures", "tables", "pictures")) {
            assertThat(wide).containsEntry(what, facts.get(what));
        }
        requireWhole(probe(run.file("report.html"), DARK));
    }

    private static void requireWhole(Map<String, String> facts) {
        assertThat(facts)
                .containsEntry("invisible", "0")
                .containsEntry("unnamed", "0")
                .containsEntry("images", "0")
                .containsEntry("uncaptioned", "0")
                .containsEntry("overflow", "0")
                .containsEntry("outside", "0")
                .containsEntry("colliding", "0")
                .containsEntry("scripts", "0")
                .containsEntry("requests", "0");
        assertThat(Double.parseDouble(facts.get("curves"))).isGreaterThan(3);
        assertThat(Double.parseDouble(facts.get("text"))).isGreaterThan(4.5);
        assertThat(Double.parseDouble(facts.get("labels"))).isGreaterThan(4.5);
    }

    /** What the other tests look for is found where it is. */
    @Test
    void faultsAreNoticed() throws Exception {
        String html = Gallery.report()
                .html()
                .replace(
                        "<h2 id=\"section-3\">",
                        "<div style=\"width:900px\" onclick=\"\">wide</div><h2 style=\"color:#bbb\">")
                .replaceFirst("aria-label=\"A picture", "data-label=\"A picture")
                .replace(
                        "<title>bands</title>",
                        "<title>bands</title><text x=\"570\" y=\"50\">cut off</text><text x=\"560\" y=\"52\">over"
                                + " it</text>"
                                + "<path style=\"stroke:var(--pale,#ffe)\" d=\"m10 10l20 20\"/>");
        var facts = probe(html);
        assertThat(Integer.parseInt(facts.get("overflow"))).isGreaterThan(400);
        assertThat(facts)
                .containsEntry("unnamed", "1")
                .containsEntry("scripts", "1")
                .containsEntry("outside", "2")
                .containsEntry("colliding", "1");
        assertThat(Double.parseDouble(facts.get("curves"))).isLessThan(1.1);
        assertThat(Double.parseDouble(facts.get("text"))).isLessThan(4.5);
        Path noisy = Files.writeString(folder.resolve("noisy.html"), "<script>console.error('planted')</script>");
        assertThat(browser.open(noisy, "--dump-dom").console()).anyMatch(line -> line.contains("planted"));
    }

    /** In print there is text, on more than one page; a blank page has no fonts. */
    @Test
    void prints() throws Exception {
        String report = printed(Gallery.report().html());
        assertThat(report).startsWith("%PDF").contains("/Type /Font");
        assertThat(report.split("/Type /Page\\b(?!s)", -1)).hasSizeGreaterThan(2);
        assertThat(printed("<!DOCTYPE html><title>blank</title>")).doesNotContain("/Type /Font");
    }

    private String printed(String html) throws Exception {
        Path page = Files.writeString(folder.resolve("report.html"), html);
        Path pdf = folder.resolve("report.pdf");
        browser.open(page, DARK, "--no-pdf-header-footer", "--print-to-pdf=" + pdf);
        return Files.readString(pdf, StandardCharsets.ISO_8859_1);
    }
}
