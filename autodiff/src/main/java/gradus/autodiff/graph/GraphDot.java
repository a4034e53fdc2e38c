package gradus.autodiff.graph;

/** A graph in Graphviz's DOT language. */
final class GraphDot {
    /** Every fill brings its own dark letters, and the lines are gray: so it reads on white and on black. */
    private static final String HEAD = """
            digraph computation {
              bgcolor="transparent"; ordering="in";
              node [fontname="Helvetica,Arial,sans-serif", fontsize=11, fontcolor="#1a1a1a", color="#808080"];
              edge [color="#808080", arrowsize=0.7];
            """;

    private GraphDot() {}

    static String of(Graph graph) {
        GraphText text = new GraphText(graph);
        String vertices =
                graph.vertices().collect(vertex -> vertex(graph, text, vertex)).makeString("");
        String edges = graph.vertices().collect(GraphDot::edges).makeString("");
        return HEAD + vertices + edges + "}\n";
    }

    private static String vertex(Graph graph, GraphText text, Graph.Vertex vertex) {
        String frames = graph.results().contains(vertex) ? ", peripheries=2" : "";
        return "  v%d [label=\"%s\\n%s\", tooltip=\"%s\", %s%s];\n"
                .formatted(
                        vertex.number(),
                        escape(vertex.label()),
                        vertex.type(),
                        escape(text.line(vertex)),
                        look(vertex),
                        frames);
    }

    private static String look(Graph.Vertex vertex) {
        return switch (vertex) {
            case Graph.Operation _ -> "shape=box, style=\"rounded,filled\", fillcolor=\"#cfe2f7\"";
            case Graph.ParameterValue _ -> "shape=ellipse, style=\"filled\", fillcolor=\"#ffdfae\"";
            case Graph.Variable _ -> "shape=ellipse, style=\"filled\", fillcolor=\"#cdeccb\"";
            case Graph.Constant _ -> "shape=note, style=\"filled\", fillcolor=\"#e4e4e4\"";
        };
    }

    private static String edges(Graph.Vertex vertex) {
        return vertex.inputs()
                .collect(input -> "  v" + input + " -> v" + vertex.number() + ";\n")
                .makeString("");
    }

    /** Graphviz reads backslashes and HTML entities in labels. */
    private static String escape(String label) {
        return label.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("&", "&amp;")
                .replaceAll("\\p{Cntrl}", " ");
    }
}
