package gradus.graph;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The graph in Graphviz's language, read back by a small parser and, where it is installed, by Graphviz itself. */
class GraphDotTest {
    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern VERTEX =
            Pattern.compile("  v(\\d+) \\[label=" + QUOTED + ", tooltip=" + QUOTED + ", shape=(\\w+), [^\\n]*\\];");
    private static final Pattern EDGE = Pattern.compile("  v(\\d+) -> v(\\d+);");
    private static final String AWKWARD = "\"a\\n\" <b> &amp; {c|d} \\";

    private static Graph network() {
        var weight = Parameter.of(AWKWARD, Tensor.ones(2, 3));
        var shift = Tensor.variable(1f);
        var logits = Tensor.ones(4, 2).matmul(weight.value()).add(shift).softplus();
        return Graph.of(logits.crossEntropy(Indices.of(0, 1, 2, 0)).sum(), logits);
    }

    @Test
    void everyVertexAndEveryInputIsThere() {
        var graph = network();
        var lines = lines(graph.dot());
        var vertices = lines.select(line -> line.startsWith("  v") && !line.contains(" -> "));
        var edges = lines.select(line -> line.contains(" -> ") && !line.contains("label"));

        assertThat(lines.getFirst()).isEqualTo("digraph computation {");
        assertThat(lines.getLast()).isEqualTo("}");
        assertThat(vertices).hasSize(graph.vertices().size());
        vertices.forEachWithIndex((line, i) -> {
            var match = VERTEX.matcher(line);
            assertThat(match.matches()).as(line).isTrue();
            assertThat(match.group(1)).isEqualTo(String.valueOf(i));
            assertThat(match.group(2)).endsWith("\\n" + graph.vertices().get(i).type());
        });
        assertThat(edges.collect(GraphDotTest::edge))
                .containsExactlyElementsOf(graph.vertices()
                        .flatCollect(vertex -> Lists.immutable.withAll(
                                vertex.inputs().collect(input -> input + " to " + vertex.number()))));
    }

    private static String edge(String line) {
        var match = EDGE.matcher(line);
        assertThat(match.matches()).as(line).isTrue();
        return match.group(1) + " to " + match.group(2);
    }

    @Test
    void kindsDifferInShapeAndResultsAreFramedTwice() {
        var vertices =
                lines(network().dot()).select(line -> VERTEX.matcher(line).matches());

        assertThat(shapeOf(vertices, "4, 2]")).isEqualTo("note");
        assertThat(shapeOf(vertices, "matmul")).isEqualTo("box");
        assertThat(shapeOf(vertices, "variable 1.0")).isEqualTo("ellipse");
        assertThat(vertices.select(line -> line.contains("peripheries=2")).collect(GraphDotTest::labelStart))
                .containsExactlyInAnyOrder("softplus", "sum");
    }

    private static String shapeOf(ImmutableList<String> vertices, String label) {
        var match = VERTEX.matcher(vertices.detect(line -> line.contains(label)));
        assertThat(match.matches()).isTrue();
        return match.group(4);
    }

    private static String labelStart(String line) {
        return line.replaceAll(".*label=\"(\\w+).*", "$1");
    }

    @Test
    void aConstantIsDrawnToo() {
        assertThat(Graph.of(Tensor.scalar(2.0)).dot())
                .contains("label=\"constant 2.0\\nF64[]\"")
                .doesNotContain("->");
    }

    @Test
    void graphvizRendersIt(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(graphvizIsInstalled(), "Graphviz's program dot is not installed");
        var errors = folder.resolve("errors.txt");
        var process = new ProcessBuilder("dot", "-Tsvg")
                .redirectError(errors.toFile())
                .start();
        try (var input = process.getOutputStream()) {
            input.write(network().dot().getBytes(StandardCharsets.UTF_8));
        }
        var svg = process.getInputStream().readAllBytes();

        assertThat(process.waitFor()).isZero();
        assertThat(errors).isEmptyFile();
        var document = parse(svg);
        assertThat(groups(document, "node")).hasSize(network().vertices().size());
        assertThat(groups(document, "edge")).hasSize(7);
        assertThat(document.getDocumentElement().getTextContent()).contains(AWKWARD);
    }

    private static boolean graphvizIsInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("dot", "-V")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static Document parse(byte[] svg) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static ImmutableList<Element> groups(Document document, String kind) {
        var groups = document.getElementsByTagName("g");
        var found = Lists.mutable.<Element>empty();
        for (int i = 0; i < groups.getLength(); i++) {
            if (groups.item(i) instanceof Element group
                    && group.getAttribute("class").equals(kind)) {
                found.add(group);
            }
        }
        return found.toImmutable();
    }

    private static ImmutableList<String> lines(String text) {
        return Lists.immutable.with(text.split("\n", -1)).reject(String::isEmpty);
    }
}
