package gradus.benchmarks;

import gradus.benchmarks.Workload.Activation;
import gradus.benchmarks.Workload.Ceiling;
import gradus.benchmarks.Workload.Chain;
import gradus.benchmarks.Workload.ImageNetwork;
import gradus.benchmarks.Workload.ImageTraining;
import gradus.benchmarks.Workload.Limit;
import gradus.benchmarks.Workload.Loss;
import gradus.benchmarks.Workload.Network;
import gradus.benchmarks.Workload.Product;
import gradus.benchmarks.Workload.RowAddition;
import gradus.benchmarks.Workload.RowNormalization;
import gradus.benchmarks.Workload.SoftplusBothWays;
import gradus.benchmarks.Workload.Sum;
import gradus.benchmarks.Workload.Training;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.factory.OrderedMaps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** The workloads by name. The curves say how the cost grows: each of their names is {@code curve.value}. */
public final class Workloads {
    /** The curves, by the first part of their names. */
    static final ImmutableList<String> CURVES = Lists.immutable.with("batch", "width", "depth", "operations");

    /** Begins the names of what the machine can do at most. */
    static final String CEILING = "ceiling.";

    private static final int CLASSES = 10;
    private static final int PIXELS = 784;

    private static final MutableOrderedMap<String, Workload> STANDARD = standard();
    private static final MutableOrderedMap<String, Workload> GROWTH = growth();

    private Workloads() {}

    /** The workload of that name. */
    public static Workload named(String name) {
        @Nullable Workload workload = STANDARD.getOrDefault(name, GROWTH.get(name));
        if (workload == null) {
            throw new IllegalArgumentException("No workload " + name + "; there are " + names().makeString());
        }
        return workload;
    }

    /** All names, in the order of the page. */
    public static ImmutableList<String> names() {
        return standardNames().newWithAll(GROWTH.keysView());
    }

    /** Those that are no points of a curve. */
    static ImmutableList<String> standardNames() {
        return STANDARD.keysView().toImmutableList();
    }

    /** The names of the points of a curve. */
    static ImmutableList<String> curve(String curve) {
        return GROWTH.keysView().select(name -> name.startsWith(curve + ".")).toImmutableList();
    }

    /** The name of the workload that measures this limit. */
    static String ceiling(Limit limit) {
        return CEILING + limit.name().toLowerCase(Locale.ROOT);
    }

    private static MutableOrderedMap<String, Workload> standard() {
        MutableOrderedMap<String, Workload> all = OrderedMaps.adapt(new LinkedHashMap<>());
        for (Limit limit : Limit.values()) {
            all.put(ceiling(limit), new Ceiling(limit));
        }
        all.put("W1.step", classifier(Activation.SIGMOID, 50, 16, 0.03, 0, Unit.MICROSECONDS, PIXELS, 300, CLASSES));
        for (int batch : new int[] {1, 10, 100}) {
            all.put(
                    "W2.b" + batch,
                    classifier(Activation.RELU, batch, 64, 0.03, 0, Unit.MICROSECONDS, PIXELS, CLASSES));
        }
        all.put("W3.step", classifier(Activation.SOFTPLUS, 2000, 1, 0.1, 0, Unit.MICROSECONDS, 2, 12, 5));
        all.put("W4.step", classifier(Activation.RELU, 1024, 4, 0.01, 1e-4, Unit.MILLISECONDS, 3072, 250, CLASSES));
        Network binary = new Network(Activation.RELU, IntLists.immutable.with(64, 32, 1));
        all.put("W5.step", new Training(binary, Loss.BINARY_CROSS_ENTROPY, 15, 16, 0.03, 0, Unit.MICROSECONDS));
        for (int elements : new int[] {8, 1}) {
            all.put("W6.n" + elements, new Chain(elements, 250, true, false));
            all.put("W6.lasting.n" + elements, new Chain(elements, 250, true, true));
            all.put("W6.fwd_nograd.n" + elements, new Chain(elements, 250, false, false));
        }
        all.put("W7.softplus_fb", new SoftplusBothWays(10_000_000));
        all.put("W7.bcast_add", new RowAddition(10_000, 300));
        all.put("W7.sum_axis0", new Sum(10_000, 1000, 0));
        all.put("W7.sum_axis1", new Sum(10_000, 1000, 1));
        addProducts(all, "W8.f32.", false);
        addProducts(all, "W8.f64.", true);
        all.put("W9.step", new ImageTraining(ImageNetwork.LENET, 64, 8, 0.03));
        all.put("N1.resnet8", new ImageTraining(ImageNetwork.RESNET8, 32, 4, 0.03));
        all.put("N4.layer_norm", new RowNormalization(2048, 512));
        all.put("N6.separable", new ImageTraining(ImageNetwork.SEPARABLE, 32, 4, 0.03));
        return all;
    }

    /** Squares, and the three products of a step of W1's first layer: forward, for the weights, for the input. */
    private static void addProducts(Map<String, Workload> all, String prefix, boolean isDouble) {
        for (int n : new int[] {64, 128, 256, 512, 1024, 2048}) {
            all.put(prefix + "n" + n, new Product(isDouble, n, n, n));
        }
        all.put(prefix + "fwd50x784x300", new Product(isDouble, 50, 784, 300));
        all.put(prefix + "dW784x50x300", new Product(isDouble, 784, 50, 300));
        all.put(prefix + "dX50x300x784", new Product(isDouble, 50, 300, 784));
    }

    private static MutableOrderedMap<String, Workload> growth() {
        MutableOrderedMap<String, Workload> all = OrderedMaps.adapt(new LinkedHashMap<>());
        for (int batch : new int[] {1, 4, 16, 64, 256, 1024}) {
            all.put("batch." + batch, growing(batch, PIXELS, 300, CLASSES));
        }
        for (int width : new int[] {16, 32, 64, 128, 256, 512, 1024}) {
            all.put("width." + width, growing(64, 256, width, width, CLASSES));
        }
        for (int depth : new int[] {1, 2, 4, 8, 16, 32, 64}) {
            int[] sizes = new int[depth + 2];
            Arrays.fill(sizes, 64);
            sizes[depth + 1] = CLASSES;
            all.put("depth." + depth, growing(16, sizes));
        }
        for (int rounds : new int[] {10, 100, 1000, 10_000, 100_000}) {
            Chain chain = new Chain(8, rounds, true, false);
            all.put("operations." + (int) chain.count(), chain);
        }
        return all;
    }

    private static Training growing(int batch, int... sizes) {
        return classifier(Activation.RELU, batch, 4, 0.01, 0, Unit.MICROSECONDS, sizes);
    }

    private static Training classifier(
            Activation activation, int batch, int batches, double rate, double decay, Unit unit, int... sizes) {
        Network network = new Network(activation, IntLists.immutable.with(sizes));
        return new Training(network, Loss.CROSS_ENTROPY, batch, batches, rate, decay, unit);
    }
}
