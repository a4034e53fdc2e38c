package gradus.nn.report;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.Model;
import gradus.nn.NamedParameter;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;

/**
 * Draws a recorded graph as a self-contained SVG, to be put into an HTML page as it is: data flow
 * from the top to the bottom. Operators are rounded boxes, parameters and variables pills,
 * constants dashed boxes, results have thick frames; resting the pointer on one shows its line of
 * {@link Graph#text()}. Letters and wires take the page's own color ({@code currentColor}) and
 * fills are translucent, so that the drawing reads on light and dark pages. The same graph always
 * gives the same text.
 *
 * {@snippet lang = java :
 * String svg = GraphDrawing.svg(GraphDrawing.graphOf(model, loss));
 * }
 */
public final class GraphDrawing {
    /** The most vertices that are drawn. */
    public static final int MOST_VERTICES = 150;

    private static final int LONGEST_LABEL = 28;
    private static final double BOX_HEIGHT = 38;
    private static final double LAYER_HEIGHT = 74;
    private static final double MARGIN = 12;
    private static final double LABEL_LETTER = 7.4;
    private static final double TYPE_LETTER = 6.8;
    private static final double PORT_GAP = 14;
    private static final double ARROW = 7;

    private final Graph graph;
    private final GraphLayout layout;
    private final StringBuilder svg = new StringBuilder();

    private GraphDrawing(Graph graph) {
        this.graph = graph;
        this.layout = new GraphLayout(graph, graph.vertices().collectDouble(GraphDrawing::boxWidth), MARGIN);
    }

    /**
     * The graph of everything that the tensors were computed from, with the full names of the
     * model's parameters.
     */
    public static Graph graphOf(Model model, Tensor... results) {
        ImmutableMap<Parameter, String> names =
                model.namedParameters().toImmutableMap(NamedParameter::parameter, NamedParameter::name);
        return Graph.of(results).naming(parameter -> names.getIfAbsentValue(parameter, parameter.qualifiedName()));
    }

    /**
     * The drawing, as an {@code <svg>} element.
     *
     * @throws ArgumentException if the graph has more than {@value #MOST_VERTICES} vertices
     */
    public static String svg(Graph graph) {
        int size = graph.vertices().size();
        if (size > MOST_VERTICES) {
            throw new ArgumentException(
                    "graph drawing",
                    "at most " + MOST_VERTICES + " vertices",
                    String.valueOf(size),
                    "let Graphviz draw graph.dot(), or draw the graph of a part");
        }
        return new GraphDrawing(graph).draw();
    }

    private String draw() {
        String title = Html.escape("Computation graph of "
                + graph.results().collect(Graph.Vertex::label).makeString());
        double width = layout.right() + MARGIN;
        double height = layout.layerCount() * LAYER_HEIGHT - (LAYER_HEIGHT - BOX_HEIGHT) + 2 * MARGIN;
        add("""
            <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%s" viewBox="0 0 %.1f %.1f" width="%.1f" \
            style="max-width:100%%;height:auto" text-anchor="middle" font-family="system-ui,sans-serif" font-size="13" \
            fill="currentColor">
            """, title, width, height, width);
        add("<title>%s</title>\n<desc>%s</desc>\n", title, Html.escape(graph.text()));
        add("<g fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.6\" stroke-width=\"1.3\">\n");
        layout.wires().forEach(this::wiresIntoOne);
        add("</g>\n");
        graph.vertices().forEach(this::box);
        return svg.append("</svg>\n").toString();
    }

    /** The wires arrive side by side, in the order in which they come. */
    private void wiresIntoOne(ImmutableList<GraphLayout.Wire> wires) {
        wires.toSortedListBy(wire -> wire.beforeLast().x).forEachWithIndex((wire, i) -> {
            GraphLayout.Place to = wire.places().getLast();
            double gap = Math.min(PORT_GAP, (to.width - PORT_GAP) / wires.size());
            wire(wire.places(), to.x + (i - (wires.size() - 1) / 2.0) * gap);
        });
    }

    private void wire(ImmutableList<GraphLayout.Place> places, double port) {
        GraphLayout.Place from = places.getFirst();
        add("<path d=\"M%.1f %.1f", from.x, bottom(from));
        for (int i = 1; i < places.size(); i++) {
            GraphLayout.Place next = places.get(i);
            boolean last = i == places.size() - 1;
            double x = last ? port : next.x;
            double bend = (LAYER_HEIGHT - BOX_HEIGHT) / 2;
            double top = top(next);
            add("C%.1f %.1f %.1f %.1f %.1f %.1f", places.get(i - 1).x, top - bend, x, top - bend, x, top);
            add(last ? "" : "V%.1f", bottom(next));
        }
        double tip = top(places.getLast());
        add(
                "M%.1f %.1fL%.1f %.1fL%.1f %.1f\"/>\n",
                port - ARROW / 2, tip - ARROW, port, tip, port + ARROW / 2, tip - ARROW);
    }

    private void box(Graph.Vertex vertex) {
        GraphLayout.Place place = layout.boxes().get(vertex.number());
        String frame = graph.results().contains(vertex) ? " stroke-width=\"3\"" : "";
        add("<g><title>%s</title>", Html.escape(graph.text(vertex)));
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"0.2\" %s%s/>",
                place.x - place.width / 2, top(place), place.width, BOX_HEIGHT, look(vertex), frame);
        add(
                "<text x=\"%.1f\" y=\"%.1f\" font-weight=\"600\">%s</text>",
                place.x, top(place) + 16, Html.escape(shortened(vertex)));
        add("<text x=\"%.1f\" y=\"%.1f\" font-size=\"11\">%s</text></g>\n", place.x, top(place) + 31, vertex.type());
    }

    private static String look(Graph.Vertex vertex) {
        return switch (vertex) {
            case Graph.Operation _ -> "rx=\"7\" fill=\"#3b82c4\" stroke=\"#3b82c4\"";
            case Graph.ParameterValue _ -> "rx=\"19\" fill=\"#c8741c\" stroke=\"#c8741c\"";
            case Graph.Variable _ -> "rx=\"19\" fill=\"#3a9a4b\" stroke=\"#3a9a4b\"";
            case Graph.Constant _ -> "fill=\"#858585\" stroke=\"#858585\" stroke-dasharray=\"5 3\"";
        };
    }

    private static double boxWidth(Graph.Vertex vertex) {
        double letters = Math.max(
                shortened(vertex).length() * LABEL_LETTER, vertex.type().length() * TYPE_LETTER);
        return letters + 24;
    }

    private static String shortened(Graph.Vertex vertex) {
        String label = vertex.label();
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }

    private static double top(GraphLayout.Place place) {
        return MARGIN + place.layer * LAYER_HEIGHT;
    }

    private static double bottom(GraphLayout.Place place) {
        return top(place) + BOX_HEIGHT;
    }

    /** Numbers are written with a point, wherever the reader lives. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
