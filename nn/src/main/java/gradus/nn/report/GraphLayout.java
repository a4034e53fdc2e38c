package gradus.nn.report;

import gradus.autodiff.graph.Graph;
import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/**
 * Where the boxes and wires of a drawn graph go. Vertices stand in layers, inputs above what is
 * computed from them; within a layer they are ordered by barycenters and then moved sideways so
 * that wires get straight (after Sugiyama, Tagawa and Toda, IEEE Transactions on Systems, Man, and
 * Cybernetics 11, 1981). The same graph always gives the same layout.
 */
final class GraphLayout {
    private static final double GAP = 22;
    private static final double BEND_WIDTH = 6;
    private static final int SWEEPS = 6;
    private static final int ROUNDS = 40;

    /** A straight line of operators matters more than where a parameter stands beside it. */
    private static final double BACKBONE = 200;

    /** A box, or the place where a long wire passes through a layer. */
    static final class Place {
        final int layer;
        final double width;
        private final double weight;
        private final MutableList<Place> above = Lists.mutable.empty();
        private final MutableList<Place> below = Lists.mutable.empty();

        /** The center, counted from the left edge of the drawing. */
        double x;

        private Place(int layer, double width, boolean leaf) {
            this.layer = layer;
            this.width = width;
            this.weight = leaf ? 1 : BACKBONE;
        }

        /**
         * The mean of its neighbors' centers, the backbone's counting more; its own without
         * neighbors.
         */
        private double barycenter(Iterable<Place> neighbors) {
            double weights = 0;
            double sum = 0;
            for (Place neighbor : neighbors) {
                weights += neighbor.weight;
                sum += neighbor.weight * neighbor.x;
            }
            return weights == 0 ? x : sum / weights;
        }
    }

    /** From an input's box to its consumer's, with a place in every layer. */
    record Wire(ImmutableList<Place> places) {
        /** The last place before the consumer. */
        Place beforeLast() {
            return places.get(places.size() - 2);
        }
    }

    private final MutableList<MutableList<Place>> layers = Lists.mutable.empty();
    private final ImmutableList<Place> boxes;
    private final ImmutableList<ImmutableList<Wire>> wires;

    GraphLayout(Graph graph, ImmutableDoubleList widths, double margin) {
        int[] layerOf = layersOf(graph);
        boxes = graph.vertices().collect(vertex -> {
            int number = vertex.number();
            return place(layerOf[number], widths.get(number), !(vertex instanceof Graph.Operation));
        });
        wires = graph.vertices().collect(vertex -> {
            Place to = boxes.get(vertex.number());
            return vertex.inputs().collect(input -> wire(boxes.get(input), to));
        });
        layers.forEach(GraphLayout::pack);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            layers.forEach(layer -> order(layer, true));
            layers.asReversed().forEach(layer -> order(layer, false));
        }
        for (int round = 0; round < ROUNDS; round++) {
            layers.forEach(GraphLayout::straighten);
            layers.asReversed().forEach(GraphLayout::straighten);
        }
        double left = layers.flatCollect(layer -> layer)
                .collectDouble(place -> place.x - place.width / 2)
                .min();
        layers.forEach(layer -> layer.forEach(place -> place.x += margin - left));
    }

    /** One place for each vertex, by its number. */
    ImmutableList<Place> boxes() {
        return boxes;
    }

    /** For each vertex, by its number, one wire for each input. */
    ImmutableList<ImmutableList<Wire>> wires() {
        return wires;
    }

    int layerCount() {
        return layers.size();
    }

    /** The right edge of the rightmost place. */
    double right() {
        return layers.flatCollect(layer -> layer)
                .collectDouble(place -> place.x + place.width / 2)
                .max();
    }

    /**
     * Operations stand below their deepest input; what has no inputs stands right above its first
     * consumer.
     */
    private static int[] layersOf(Graph graph) {
        int[] layer = new int[graph.vertices().size()];
        int[] consumer = new int[layer.length];
        Arrays.fill(consumer, Integer.MAX_VALUE);
        graph.vertices()
                .forEach(vertex -> vertex.inputs()
                        .forEach(input -> layer[vertex.number()] = Math.max(layer[vertex.number()], layer[input] + 1)));
        graph.vertices()
                .forEach(vertex -> vertex.inputs()
                        .forEach(input -> consumer[input] = Math.min(consumer[input], layer[vertex.number()])));
        graph.vertices()
                .select(vertex -> vertex.inputs().isEmpty() && consumer[vertex.number()] < Integer.MAX_VALUE)
                .forEach(vertex -> layer[vertex.number()] = consumer[vertex.number()] - 1);
        return layer;
    }

    private Place place(int layer, double width, boolean leaf) {
        while (layers.size() <= layer) {
            layers.add(Lists.mutable.empty());
        }
        Place place = new Place(layer, width, leaf);
        layers.get(layer).add(place);
        return place;
    }

    private Wire wire(Place from, Place to) {
        MutableList<Place> places = Lists.mutable.with(from);
        for (int layer = from.layer + 1; layer <= to.layer; layer++) {
            Place next = layer == to.layer ? to : place(layer, BEND_WIDTH, false);
            places.getLast().below.add(next);
            next.above.add(places.getLast());
            places.add(next);
        }
        return new Wire(places.toImmutable());
    }

    private static void order(MutableList<Place> layer, boolean byAbove) {
        layer.sortThisBy(place -> place.barycenter(byAbove ? place.above : place.below));
        pack(layer);
    }

    /** Side by side around 0. */
    private static void pack(MutableList<Place> layer) {
        double[] offsets = offsets(layer);
        layer.forEachWithIndex((place, i) -> place.x = offsets[i] - offsets[offsets.length - 1] / 2);
    }

    /** How far each place's center is at least to the right of the first one's. */
    private static double[] offsets(MutableList<Place> layer) {
        double[] offsets = new double[layer.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + (layer.get(i - 1).width + layer.get(i).width) / 2 + GAP;
        }
        return offsets;
    }

    /**
     * Moves each place toward its neighbors' barycenter, keeping order and distances: the
     * least-squares fit, found by pooling those that would collide into blocks that move together.
     */
    private static void straighten(MutableList<Place> layer) {
        double[] offsets = offsets(layer);
        double[] mean = new double[offsets.length];
        double[] weight = new double[offsets.length];
        int[] end = new int[offsets.length];
        int blocks = 0;
        for (int i = 0; i < offsets.length; i++) {
            Place place = layer.get(i);
            mean[blocks] = place.barycenter(place.above.toImmutable().newWithAll(place.below)) - offsets[i];
            weight[blocks] = place.weight;
            end[blocks++] = i + 1;
            while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
                blocks--;
                double both = weight[blocks - 1] + weight[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * weight[blocks - 1] + mean[blocks] * weight[blocks]) / both;
                weight[blocks - 1] = both;
                end[blocks - 1] = end[blocks];
            }
        }
        for (int i = 0, block = 0; i < offsets.length; i++) {
            block += i == end[block] ? 1 : 0;
            layer.get(i).x = mean[block] + offsets[i];
        }
    }
}
