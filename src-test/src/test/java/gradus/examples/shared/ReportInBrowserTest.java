package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.examples.shared.Browser.Visit;
import gradus.plots.Gallery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report as readers see it: whole, on a narrow screen, on light and dark ones, in print. */
class ReportInBrowserTest {
    private static final String DARK = "--blink-settings=preferredColorScheme=0";

    private static final int TELEPHONE = 390;
    private static final int DESKTOP = 1280;

    /**
     * Opens reports in frames and writes what it finds in each into its own body: one start of the
     * browser, which takes longer than the reports, serves many of them.
     */
    private static final String PROBE = """
            <!DOCTYPE html>
            <meta name="color-scheme" content="light dark"/>
            FRAMES
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
            function look(frame) {
              const page = frame.contentDocument;
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
              return '[' + frame.id + ']\\n' + Object.entries(facts).map(([k, v]) => k + '=' + v).join('\\n') + '\\n';
            }
            window.onload = () => {
              const frames = [...document.querySelectorAll('iframe')];
              document.getElementById('found').textContent = frames.map(look).join('');
            };
            </script>
            """;

    /** A report in a frame. */
    private record Look(String report, int width) {
        String name() {
            return report + "-" + width;
        }

        String frame() {
            return "<iframe id=\"%s\" src=\"%s.html\" width=\"%d\" height=\"844\"></iframe>"
                    .formatted(name(), report, width);
        }
    }

    @TempDir
    private static Path folder;

    private static Browser browser;

    /** What was found on a light and on a dark screen, by the names of the looks. */
    private static Map<String, Map<String, String>> light;

    private static Map<String, Map<String, String>> dark;

    @BeforeAll
    static void lookAtAll() throws Exception {
        browser = Browser.installed(folder);
        String gallery = Gallery.report().html();
        write("gallery", gallery);
        write("faulty", faulty(gallery));
        for (String program : List.of("digits", "softplus")) {
            Outcome run = Outcome.of(folder.resolve(program), program, List.of("--quick"));
            run.requireSuccess();
            write(program, run.file("report.html"));
        }
        var narrow = Stream.of("gallery", "digits", "softplus").map(report -> new Look(report, TELEPHONE));
        var others =
                Stream.of(new Look("digits", DESKTOP), new Look("softplus", DESKTOP), new Look("faulty", TELEPHONE));
        dark = probe(Stream.of("gallery", "digits", "softplus").map(report -> new Look(report, TELEPHONE)), DARK);
        light = probe(Stream.concat(narrow, others));
    }

    private static void write(String report, String html) throws IOException {
        Files.writeString(folder.resolve(report + ".html"), html);
    }

    private static Map<String, Map<String, String>> probe(Stream<Look> looks, String... options) throws Exception {
        String frames = looks.map(Look::frame).collect(Collectors.joining("\n"));
        Path probe = Files.writeString(folder.resolve("probe.html"), PROBE.replace("FRAMES", frames));
        Visit visit = browser.open(
                probe,
                Stream.concat(Stream.of(options), Stream.of("--dump-dom")).toArray(String[]::new));
        assertThat(visit.console()).isEmpty();
        var found =
                Pattern.compile("<pre id=\"found\">(.*?)</pre>", Pattern.DOTALL).matcher(visit.output());
        assertThat(found.find()).isTrue();
        var all = new TreeMap<String, Map<String, String>>();
        for (String part : found.group(1).split("(?m)^\\[")) {
            if (!part.isBlank()) {
                var facts = new TreeMap<String, String>();
                part.lines().skip(1).map(line -> line.split("=", 2)).forEach(fact -> facts.put(fact[0], fact[1]));
                assertThat(facts).isNotEmpty();
                all.put(part.substring(0, part.indexOf(']')), facts);
            }
        }
        return all;
    }

    private static Map<String, String> found(Map<String, Map<String, String>> screen, String report, int width) {
        var facts = screen.get(new Look(report, width).name());
        assertThat(facts).as("%s at %d in %s", report, width, screen.keySet()).isNotNull();
        return facts;
    }

    @Test
    void isWholeOnALightTelephone() {
        int pictures = Gallery.pictures().size();
        var facts = found(light, "gallery", TELEPHONE);
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
    void isLegibleOnADarkScreen() {
        var facts = found(dark, "gallery", TELEPHONE);
        requireWhole(facts);
        assertThat(Double.parseDouble(facts.get("paper"))).isLessThan(0.1);
    }

    /** The pages that the programs write themselves, with all their plots and tables. */
    @ParameterizedTest
    @ValueSource(strings = {"digits", "softplus"})
    void aProgramsReportIsWhole(String program) {
        var facts = found(light, program, TELEPHONE);
        requireWhole(facts);
        assertThat(Integer.parseInt(facts.get("pictures"))).isGreaterThan(3);
        var wide = found(light, program, DESKTOP);
        requireWhole(wide);
        for (String what : List.of("sections", "figures", "tables", "pictures")) {
            assertThat(wide).containsEntry(what, facts.get(what));
        }
        requireWhole(found(dark, program, TELEPHONE));
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

    private static String faulty(String html) {
        return html.replace(
                        "<h2 id=\"section-3\">",
                        "<div style=\"width:900px\" onclick=\"\">wide</div><h2 style=\"color:#bbb\">")
                .replaceFirst("aria-label=\"A picture", "data-label=\"A picture")
                .replace(
                        "<title>bands</title>",
                        "<title>bands</title><text x=\"570\" y=\"50\">cut off</text><text x=\"560\" y=\"52\">over"
                                + " it</text>"
                                + "<path style=\"stroke:var(--pale,#ffe)\" d=\"m10 10l20 20\"/>");
    }

    /** What the other tests look for is found where it is. */
    @Test
    void faultsAreNoticed() throws Exception {
        var facts = found(light, "faulty", TELEPHONE);
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
