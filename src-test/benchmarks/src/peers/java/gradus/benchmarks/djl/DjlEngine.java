package gradus.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import gradus.benchmarks.Data;
import gradus.benchmarks.Engine;
import gradus.benchmarks.Job;
import gradus.benchmarks.Step;
import gradus.benchmarks.Workload;
import gradus.benchmarks.Workload.Ceiling;
import gradus.benchmarks.Workload.Chain;
import gradus.benchmarks.Workload.ImageTraining;
import gradus.benchmarks.Workload.Product;
import gradus.benchmarks.Workload.RowAddition;
import gradus.benchmarks.Workload.RowNormalization;
import gradus.benchmarks.Workload.SoftplusBothWays;
import gradus.benchmarks.Workload.Sum;
import gradus.benchmarks.Workload.Training;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * DJL with PyTorch, eagerly: its arrays, its GradientCollector, its optimizer. Memory outside the
 * heap is given back as soon as DJL allows it: what a step makes belongs to a manager that is
 * closed at the end of the step.
 */
public final class DjlEngine implements Engine {
    @Override
    public String name() {
        return "djl";
    }

    @Override
    public String description() {
        ai.djl.engine.Engine pytorch = ai.djl.engine.Engine.getInstance();
        return "DJL " + ai.djl.engine.Engine.getDjlVersion() + ", " + pytorch.getEngineName() + " "
                + pytorch.getVersion();
    }

    @Override
    public ImmutableList<String> jvmOptions(int threads) {
        return Lists.immutable.with(
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=1");
    }

    /**
     * The many layers of Java above the native code are slow to get compiled; a product alone does
     * not need them.
     */
    @Override
    public double warmUpFactor(Workload workload) {
        return workload instanceof Product ? 0.5 : 1.5;
    }

    @Override
    public boolean supports(Workload workload) {
        return !(workload instanceof Ceiling);
    }

    @Override
    public boolean supports(Job job) {
        return true;
    }

    @Override
    public double train(Job job) {
        return DjlJob.run(job);
    }

    @Override
    public Step prepare(Workload workload) {
        NDManager manager = Native.manager();
        return switch (workload) {
            case Training training -> new DjlTraining(manager, training);
            case ImageTraining training -> new DjlImages(manager, training);
            case RowNormalization norm -> new NormGradient(manager, norm);
            case Chain chain when chain.recorded() -> new RecordedChain(manager, chain);
            case Chain chain -> {
                Links links = new Links(manager, chain);
                yield new Computation(manager, links::end);
            }
            case SoftplusBothWays softplus -> new SoftplusGradient(manager, softplus.elements());
            case RowAddition addition -> {
                NDArray matrix = matrix(manager, 2, addition.rows(), addition.columns());
                NDArray row = manager.create(Data.uniform(3, addition.columns(), 0, 1));
                yield new Computation(manager, () -> matrix.add(row));
            }
            case Sum sum -> {
                NDArray matrix = matrix(manager, 4, sum.rows(), sum.columns());
                int[] axes = {sum.axis()};
                yield new Computation(manager, () -> matrix.sum(axes));
            }
            case Product product -> {
                NDArray a = typed(product, matrix(manager, 1, product.rows(), product.depth()));
                NDArray b = typed(product, matrix(manager, 2, product.depth(), product.columns()));
                yield new Computation(manager, () -> a.matMul(b));
            }
            case Ceiling ceiling -> throw new IllegalArgumentException("DJL does not measure " + ceiling);
        };
    }

    private static NDArray typed(Product product, NDArray matrix) {
        return matrix.toType(product.isDouble() ? DataType.FLOAT64 : DataType.FLOAT32, false);
    }

    private static NDArray matrix(NDManager manager, int seed, int rows, int columns) {
        return manager.create(Data.uniform(seed, rows * columns, 0, 1), new Shape(rows, columns));
    }

    /** An expression without gradients, whose result is released at once. */
    private record Computation(NDManager manager, Supplier<NDArray> expression) implements Step {
        @Override
        public @Nullable Object run() {
            expression.get().close();
            return null;
        }

        @Override
        public double probe() {
            try (NDArray result = expression.get()) {
                return result.flatten().toType(DataType.FLOAT64, false).getDouble(0);
            }
        }
    }

    /** What a gradient is computed of. */
    private abstract static class Gradient implements Step {
        private final NDManager manager;
        private final NDArray variable;

        Gradient(NDManager manager, NDArray variable) {
            this.manager = manager;
            this.variable = variable;
            variable.setRequiresGradient(true);
        }

        abstract NDArray forward(NDArray x);

        @Override
        public @Nullable Object run() {
            step(false);
            return null;
        }

        @Override
        public double probe() {
            return step(true);
        }

        /** PyTorch adds to the gradient that is there, so it is set back to zero afterwards. */
        private double step(boolean reads) {
            try (NDManager scope = manager.newSubManager()) {
                variable.tempAttach(scope);
                try (GradientCollector collector =
                        ai.djl.engine.Engine.getInstance().newGradientCollector()) {
                    collector.backward(forward(variable));
                }
                NDArray gradient = variable.getGradient();
                double first = reads ? gradient.flatten().getFloat(0) : Double.NaN;
                gradient.subi(gradient);
                return first;
            }
        }
    }

    private static final class SoftplusGradient extends Gradient {
        SoftplusGradient(NDManager manager, int elements) {
            super(manager, manager.create(Data.uniform(1, elements, -3, 3)));
        }

        @Override
        NDArray forward(NDArray x) {
            return Activation.softPlus(x);
        }
    }

    /** The gradients of the weights and the biases are made, too. */
    private static final class NormGradient extends Gradient {
        private final NDArray weight;
        private final NDArray bias;
        private final Shape row;

        NormGradient(NDManager manager, RowNormalization norm) {
            super(manager, matrix(manager, 1, norm.rows(), norm.columns()));
            weight = manager.create(Data.uniform(2, norm.columns(), 0.5, 1.5));
            bias = manager.create(Data.uniform(3, norm.columns(), -1, 1));
            weight.setRequiresGradient(true);
            bias.setRequiresGradient(true);
            row = new Shape(norm.columns());
        }

        @Override
        NDArray forward(NDArray x) {
            return LayerNorm.layerNorm(x, row, weight, bias, 1e-5f).singletonOrThrow();
        }
    }

    private static final class RecordedChain extends Gradient {
        private final Links links;

        RecordedChain(NDManager manager, Chain chain) {
            this(new Links(manager, chain), manager);
        }

        private RecordedChain(Links links, NDManager manager) {
            super(manager, links.start);
            this.links = links;
        }

        @Override
        NDArray forward(NDArray x) {
            return links.from(x).sum();
        }
    }

    /** The chain itself. */
    private static final class Links {
        private final NDManager manager;
        private final NDArray c;
        private final NDArray d;
        private final NDArray start;
        private final int rounds;

        Links(NDManager manager, Chain chain) {
            this.manager = manager;
            Data.Links links = Data.links(chain);
            c = manager.create(links.c());
            d = manager.create(links.d());
            start = manager.create(links.start());
            rounds = chain.rounds();
        }

        NDArray from(NDArray first) {
            NDArray x = first;
            for (int i = 0; i < rounds; i++) {
                x = x.mul(c).add(d).sin().tanh();
            }
            return x;
        }

        /** The last one; those between are released with their manager. */
        NDArray end() {
            try (NDManager scope = manager.newSubManager()) {
                start.tempAttach(scope);
                NDArray last = from(start);
                last.attach(manager);
                return last;
            }
        }
    }
}
