package gradus.examples.shared;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/**
 * A report as one HTML file that needs nothing else: pictures are inside. The markup is also well-formed XML. All texts are
 * escaped; only {@link #drawing} takes markup.
 */
public final class Report {
    private final String title;
    private final StringBuilder lead = new StringBuilder();
    private final MutableList<String> headings = Lists.mutable.empty();
    private final StringBuilder body = new StringBuilder();

    /** A report with a title, and below it what it is about. */
    public Report(String title, String about) {
        this.title = title;
        element(lead, "h1", title);
        element(lead, "p", about);
    }

    /** Starts a section. */
    public Report section(String heading) {
        headings.add(heading);
        body.append("<h2 id=\"section-").append(headings.size()).append("\">");
        body.append(escape(heading)).append("</h2>\n");
        return this;
    }

    /** Adds a paragraph. */
    public Report text(String paragraph) {
        element(body, "p", paragraph);
        return this;
    }

    /** Adds lines in a fixed-width font, as they are. */
    public Report listing(String lines) {
        element(body, "pre", lines);
        return this;
    }

    /** Adds a table. */
    public Report table(Table table, String caption) {
        body.append("<div class=\"wide\"><table>\n");
        element(body, "caption", caption);
        body.append("<thead><tr>");
        table.header().forEach(cell -> element(body, "th", cell));
        body.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(row -> {
            body.append("<tr>");
            row.forEach(cell ->
                    // names may break after an underscore: phones are narrow
                    body.append("<td>")
                            .append(escape(cell).replace("_", "_<wbr/>"))
                            .append("</td>\n"));
            body.append("</tr>\n");
        });
        body.append("</tbody></table></div>\n");
        return this;
    }

    /** Adds a picture. The caption says in words what there is to see, so it is the picture's alternative text as well. */
    public Report picture(Picture picture, String caption) {
        body.append("<figure><img alt=\"")
                .append(escape(caption))
                .append("\" width=\"")
                .append(picture.width())
                .append("\" height=\"")
                .append(picture.height())
                .append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(picture.png()))
                .append("\"/>");
        element(body, "figcaption", caption);
        body.append("</figure>\n");
        return this;
    }

    /** Adds an SVG drawing, given as markup that belongs into the page as it is. */
    public Report drawing(String svg, String caption) {
        body.append("<figure><div class=\"wide drawing\">").append(svg).append("</div>");
        element(body, "figcaption", caption);
        body.append("</figure>\n");
        return this;
    }

    /** The whole page. */
    public String html() {
        StringBuilder contents = new StringBuilder();
        headings.forEachWithIndex((heading, i) -> contents.append("<li><a href=\"#section-")
                .append(i + 1)
                .append("\">")
                .append(escape(heading))
                .append("</a></li>\n"));
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <header>
                %s<nav><ol>
                %s</ol></nav>
                </header>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(escape(title), style(), lead, contents, body);
    }

    private static void element(StringBuilder to, String name, String text) {
        to.append('<').append(name).append('>').append(escape(text));
        to.append("</").append(name).append(">\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(Report.class.getResourceAsStream("report.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
