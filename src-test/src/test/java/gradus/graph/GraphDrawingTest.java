package gradus.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.report.GraphDrawing;
import java.io.StringReader;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The graph drawn as SVG: what it shows, and that nothing lies on top of anything else. */
class GraphDrawingTest {
    /** A wire goes straight down, past the boxes of a layer, after this. */
    private static final Pattern PASSES = Pattern.compile("C[^CV]* ([0-9.]+) ([0-9.]+)V");

    private record Box(String label, double x, double y, double width, double height) {
        double center() {
            return x + width / 2;
        }

        boolean overlaps(Box other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }

        boolean contains(double px, double py) {
            return px > x && px < x + width && py >= y && py <= y + height;
        }
    }

    private static Graph network() {
        var random = Randomness.seeded(7);
        var model = Sequential.of(Linear.of(2, 12, random), new Softplus(), Linear.of(12, 5, random));
        var inputs = Tensor.normal(DType.F32, Shape.of(4, 2), 0, 1, random);
        return GraphDrawing.graphOf(model, new CrossEntropy().mean(model.forward(inputs), Indices.of(0, 4, 2, 1)));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static ImmutableList<Element> elements(Document document, String name) {
        MutableList<Element> found = Lists.mutable.empty();
        var nodes = document.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found.toImmutable();
    }

    private static ImmutableList<Box> boxes(Document document) {
        return elements(document, "rect").collect(rect -> {
            var group = (Element) rect.getParentNode();
            var label = group.getElementsByTagName("text").item(0).getTextContent();
            return new Box(label, number(rect, "x"), number(rect, "y"), number(rect, "width"), number(rect, "height"));
        });
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static ImmutableList<String> wires(Document document) {
        return elements(document, "path").collect(path -> path.getAttribute("d"));
    }

    @Test
    void showsEveryVertexAndEveryInput() throws Exception {
        var graph = network();
        var document = parse(GraphDrawing.svg(graph));

        assertThat(boxes(document).collect(Box::label))
                .containsExactlyElementsOf(graph.vertices().collect(Graph.Vertex::label))
                .contains("0.weight", "2.bias", "linear", "crossEntropy");
        assertThat(wires(document)).hasSize(11);
    }

    @Test
    void canBeReadWithoutSeeingIt() throws Exception {
        var graph = network();
        var svg = parse(GraphDrawing.svg(graph)).getDocumentElement();

        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-label")).isEqualTo("Computation graph of div");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Computation graph of div");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo(graph.text());
    }

    @Test
    void theOperatorsOfANetworkStandInAStraightColumn() throws Exception {
        var column = boxes(parse(GraphDrawing.svg(network())))
                .select(box -> Lists.immutable
                        .with("linear", "softplus", "crossEntropy", "sum", "div")
                        .contains(box.label()));

        assertThat(column).hasSize(6);
        column.forEach(
                box -> assertThat(box.center()).isCloseTo(column.getFirst().center(), within(10.0)));
    }

    @Test
    void inRandomGraphsNothingLiesOnTopOfAnythingElse() throws Exception {
        var random = new Random(7);
        for (int trial = 0; trial < 20; trial++) {
            MutableList<Tensor> made = Lists.mutable.with(Tensor.variable(1.0), Tensor.scalar(2.0));
            for (int i = 0; i < 25; i++) {
                made.add(made.get(random.nextInt(made.size())).mul(made.get(random.nextInt(made.size()))));
            }
            var graph = Graph.of(made.toArray(new Tensor[0]));
            var document = parse(GraphDrawing.svg(graph));
            var boxes = boxes(document);

            graph.vertices()
                    .forEach(vertex -> vertex.inputs()
                            .forEach(input -> assertThat(boxes.get(input).y())
                                    .isLessThan(boxes.get(vertex.number()).y())));
            boxes.forEachWithIndex((box, i) -> boxes.drop(i + 1)
                    .forEach(other -> assertThat(box.overlaps(other))
                            .as("%s on %s", box, other)
                            .isFalse()));
            wires(document).forEach(wire -> assertPassesBetween(wire, boxes));
            assertInside(document.getDocumentElement(), boxes);
        }
    }

    private static void assertPassesBetween(String wire, ImmutableList<Box> boxes) {
        var passes = PASSES.matcher(wire);
        while (passes.find()) {
            double x = Double.parseDouble(passes.group(1));
            double y = Double.parseDouble(passes.group(2));
            assertThat(boxes.select(box -> box.contains(x, y))).isEmpty();
        }
    }

    private static void assertInside(Element svg, ImmutableList<Box> boxes) {
        String[] view = svg.getAttribute("viewBox").split(" ");
        boxes.forEach(box -> {
            assertThat(box.x()).isNotNegative();
            assertThat(box.y()).isNotNegative();
            assertThat(box.x() + box.width()).isLessThanOrEqualTo(Double.parseDouble(view[2]));
            assertThat(box.y() + box.height()).isLessThanOrEqualTo(Double.parseDouble(view[3]));
        });
    }

    @Test
    void longWiresAreLedAroundBoxes() throws Exception {
        var x = Tensor.variable(1.0);
        var document = parse(GraphDrawing.svg(Graph.of(x.exp().sin().tanh().add(x))));

        assertThat(wires(document).select(wire -> wire.contains("V"))).hasSize(1);
        wires(document).forEach(wire -> assertPassesBetween(wire, boxes(document)));
    }

    @Test
    void anInputUsedTwiceHasTwoArrows() throws Exception {
        var x = Tensor.variable(1.0);
        var wires = wires(parse(GraphDrawing.svg(Graph.of(x.mul(x)))));

        assertThat(wires).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void awkwardAndLongNamesAreEscapedAndShortened() throws Exception {
        var name = "<a & \"b\">\u0001 %s of a very, very long model's part";
        var parameter = Parameter.of(name, Tensor.scalar(1.0));
        var document = parse(GraphDrawing.svg(Graph.of(parameter.value())));

        assertThat(boxes(document).getFirst().label())
                .isEqualTo("<a & \"b\">  %s of a very, very…".substring(0, 27) + "…");
        assertThat(elements(document, "title").getLast().getTextContent())
                .isEqualTo("%0 = parameter " + name.replace('\u0001', ' ') + " : F64[]");
    }

    @Test
    void theSameGraphGivesTheSameTextInEveryLanguage() {
        var here = Locale.getDefault();
        var first = GraphDrawing.svg(network());
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(GraphDrawing.svg(network())).isEqualTo(first);
        } finally {
            Locale.setDefault(here);
        }
    }

    @Test
    void aConstantIsOneBox() throws Exception {
        var document = parse(GraphDrawing.svg(Graph.of(Tensor.scalar(2.0))));

        assertThat(boxes(document).collect(Box::label)).containsExactly("constant 2.0");
        assertThat(wires(document)).isEmpty();
    }

    @Test
    void largeGraphsAreRefusedWithAHint() {
        var y = Tensor.variable(1.0);
        for (int i = 1; i < GraphDrawing.MOST_VERTICES; i++) {
            y = y.neg();
        }
        var tooMany = Graph.of(y.neg());

        assertThat(GraphDrawing.svg(Graph.of(y))).contains("neg");
        assertThatThrownBy(() -> GraphDrawing.svg(tooMany))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("graph drawing: needs at most 150 vertices, got 151; let Graphviz draw graph.dot(), or draw"
                        + " the graph of a part");
    }
}
