package gradus.nn.report;

import gradus.autodiff.ArgumentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;

/**
 * A report as one HTML file that needs nothing else: pictures are inside, as SVG. It reads on
 * phones, in print, on light and dark screens and without sight. The markup is also well-formed
 * XML. All texts are escaped; only {@link #drawing} takes markup.
 *
 * <p>What is shown is also to be had as files: {@link #files} has each picture as {@code
 * <name>.svg} and {@code <name>.png} and each table as CSV. A {@link Picture} holds what a library
 * draws, as SVG and PNG; the module {@code gradus.plots} makes them.
 *
 * {@snippet lang = java :
 * String html = new Report("Digits", "A network learns to read.")
 *         .section("Result")
 *         .text("It reads most of them.")
 *         .picture(loss, "Loss over the epochs: it falls from 2.3 to 0.1.")
 *         .html();
 * }
 */
public final class Report {
    private final String title;
    private final String about;
    private final MutableList<String> headings = Lists.mutable.empty();
    private final MutableMap<String, byte[]> files = Maps.mutable.empty();
    private final MutableMap<String, Picture> pictures = Maps.mutable.empty();
    private final StringBuilder body = new StringBuilder();
    private String footer = "";

    /** A report with a title, and below it what it is about. */
    public Report(String title, String about) {
        this.title = title;
        this.about = about;
    }

    /** Starts a section. */
    public Report section(String heading) {
        headings.add(heading);
        body.append("<h2 id=\"section-").append(headings.size()).append("\">");
        body.append(Html.escape(heading)).append("</h2>\n");
        return this;
    }

    /** Starts a part of a section. */
    public Report subsection(String heading) {
        body.append(Html.element("h3", heading));
        return this;
    }

    /** Adds a paragraph. */
    public Report text(String paragraph) {
        body.append(Html.element("p", paragraph));
        return this;
    }

    /** Adds lines in a fixed-width font, as they are. */
    public Report listing(String lines) {
        body.append("<pre tabindex=\"0\">").append(Html.escape(lines)).append("</pre>\n");
        return this;
    }

    /** Adds a table. The first cell of each row is the row's heading. */
    public Report table(Table table, String caption) {
        files.put(tableName(), table.csv().getBytes(StandardCharsets.UTF_8));
        // what may scroll sideways must be reachable by keyboard
        body.append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(Html.escape(caption))
                .append("\"><table>\n")
                .append(Html.element("caption", caption))
                .append("<thead><tr>");
        table.header().forEach(cell -> cell(cell, "th", " scope=\"col\""));
        body.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(row -> {
            body.append("<tr>");
            row.take(1).forEach(cell -> cell(cell, "th", " scope=\"row\""));
            row.drop(1).forEach(cell -> cell(cell, "td", ""));
            body.append("</tr>\n");
        });
        body.append("</tbody></table></div>\n");
        return this;
    }

    /** Names may break after an underscore: phones are narrow. */
    private void cell(String text, String element, String attributes) {
        body.append('<').append(element).append(attributes).append('>');
        body.append(Html.escape(text).replace("_", "_<wbr/>"));
        body.append("</").append(element).append(">\n");
    }

    /** Named after the section that it is in, numbered where there are several. */
    private String tableName() {
        String section = headings.isEmpty() ? "" : headings.getLast();
        String stem = "tables/"
                + section.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String name = stem + ".csv";
        for (int number = 2; files.containsKey(name); number++) {
            name = stem + "-" + number + ".csv";
        }
        return name;
    }

    /**
     * Adds a picture. The caption says in words what there is to see, so it is the picture's
     * alternative text as well.
     *
     * @throws ArgumentException if there is another picture of its name: their files would have the
     *     same names
     */
    public Report picture(Picture picture, String caption) {
        requireFree(picture);
        String svg = picture.svg(caption);
        files.put(picture.name() + ".svg", svg.getBytes(StandardCharsets.UTF_8));
        files.put(picture.name() + ".png", picture.png());
        return drawing(svg, caption);
    }

    /** The same picture may be there twice: its files are then those of the last caption. */
    private void requireFree(Picture picture) {
        Picture before = pictures.getIfAbsentPut(picture.name(), picture);
        if (!before.isSame(picture)) {
            throw new ArgumentException(
                    "Report.picture",
                    "a name of its own for each picture",
                    "another one of the name '" + picture.name() + "'",
                    "its files have that name");
        }
    }

    /** Adds an SVG drawing, given as markup that belongs into the page as it is. */
    public Report drawing(String svg, String caption) {
        body.append("<figure><div class=\"drawing\">").append(svg).append("</div>");
        body.append(Html.element("figcaption", caption)).append("</figure>\n");
        return this;
    }

    /**
     * A line below everything: the only place for dates and durations, so that the same run gives
     * the same page but for them.
     */
    public Report footer(String line) {
        footer = "<footer>" + Html.element("p", line) + "</footer>\n";
        return this;
    }

    /** What the report shows, as files by their names: pictures and tables. */
    public ImmutableMap<String, byte[]> files() {
        return files.collectValues((_, bytes) -> bytes.clone()).toImmutable();
    }

    /** The whole page. */
    public String html() {
        String contents = headings.collectWithIndex((heading, i) ->
                        "<li><a href=\"#section-" + (i + 1) + "\">" + Html.escape(heading) + "</a></li>\n")
                .makeString("");
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <header>
            %s%s<nav aria-label="Contents"><ul>
            %s</ul></nav>
            </header>
            <main>
            %s</main>
            %s</body>
            </html>
            """.formatted(
                        Html.escape(title),
                        style(),
                        Html.element("h1", title),
                        Html.element("p", about),
                        contents,
                        body,
                        footer);
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(Report.class.getResourceAsStream("report.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its title. */
    @Override
    public String toString() {
        return "Report " + title;
    }
}
