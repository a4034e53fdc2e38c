package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.examples.Examples;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.json.JsonMapper;

/** What a run of the launcher left behind: exit code, what it said, and its output folder. */
public record Outcome(int exitCode, String said, String complaints, Path out) {

    /** Runs the launcher as the command line does, but for the end of the virtual machine. */
    public static Outcome of(Path out, String... arguments) {
        var said = new StringWriter();
        var complaints = new StringWriter();
        var commandLine = Examples.commandLine();
        commandLine.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(complaints, true));
        int exitCode = Program.execute(commandLine, arguments);
        return new Outcome(exitCode, said.toString(), complaints.toString(), out);
    }

    /** Runs a program that is to write into a folder. */
    public static Outcome of(Path out, String program, List<String> arguments) {
        var all = new ArrayList<>(List.of(program, "--out", out.toString()));
        all.addAll(arguments);
        return of(out, all.toArray(new String[0]));
    }

    /** Refused with one line and without anything written. */
    public void requireRefusal(int code, String... words) {
        assertThat(complaints).contains(words).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(complaints.lines()).hasSize(1);
        assertThat(exitCode).isEqualTo(code);
        assertThat(out).doesNotExist();
    }

    /** Ran to its end without a complaint. */
    public void requireSuccess() {
        assertThat(complaints).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(said.lines())
                .last()
                .asString()
                .contains(out.resolve("report.html").toString());
    }

    public String file(String name) throws Exception {
        return Files.readString(out.resolve(name));
    }

    /** The figures by name, in order; NaN stands for null. */
    public Map<String, Double> figures() throws Exception {
        var figures = new LinkedHashMap<String, Double>();
        new JsonMapper().readTree(file("figures.json")).forEachEntry((name, value) -> {
            assertThat(value.isNumber() || value.isNull()).as(name).isTrue();
            figures.put(name, value.isNull() ? Double.NaN : value.doubleValue());
        });
        return figures;
    }

    /**
     * The report is well-formed, refers to nothing outside of itself, has these sections, and each
     * plot in the folder is in it.
     */
    public void requireReport(String... sections) throws Exception {
        String html = file("report.html");
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
        var all = new ArrayList<>(List.of(sections));
        all.add("How to repeat this run");
        assertThat(texts(page, "h2")).containsExactlyElementsOf(all);
        assertThat(html.replace("http://www.w3.org/2000/svg", "").replace("url(#", ""))
                .doesNotContain("http:", "https:", "url(", "@import", "<script", "<link");
        var drawings = page.getElementsByTagName("svg");
        for (int i = 0; i < drawings.getLength(); i++) {
            assertThat(((Element) drawings.item(i)).getAttribute("aria-label")).isNotBlank();
        }
        try (var files = Files.list(out)) {
            List<Path> plots =
                    files.filter(file -> file.toString().endsWith(".svg")).toList();
            assertThat(plots).isNotEmpty().allSatisfy(plot -> {
                assertThat(html).contains(Files.readString(plot));
                assertThat(Path.of(plot.toString().replace(".svg", ".png"))).exists();
            });
        }
    }

    private static List<String> texts(Document page, String element) {
        var texts = new ArrayList<String>();
        var elements = page.getElementsByTagName(element);
        for (int i = 0; i < elements.getLength(); i++) {
            texts.add(Objects.requireNonNull(elements.item(i)).getTextContent());
        }
        return texts;
    }
}
