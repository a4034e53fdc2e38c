package gradus.benchmarks;

import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Gradus;
import gradus.autodiff.Indices;
import gradus.autodiff.Scope;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.benchmarks.Workload.Ceiling;
import gradus.benchmarks.Workload.Chain;
import gradus.benchmarks.Workload.ImageTraining;
import gradus.benchmarks.Workload.Product;
import gradus.benchmarks.Workload.RowAddition;
import gradus.benchmarks.Workload.RowNormalization;
import gradus.benchmarks.Workload.SoftplusBothWays;
import gradus.benchmarks.Workload.Sum;
import gradus.benchmarks.Workload.Training;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** The workloads as a user of Gradus writes them, on the public side of autodiff and nn. */
public final class GradusEngine implements Engine {
    private static final String THREADS = "gradus.threads";

    @Override
    public String name() {
        return "gradus";
    }

    @Override
    public String description() {
        return Gradus.describe();
    }

    @Override
    public ImmutableList<String> jvmOptions(int threads) {
        return Lists.immutable.with("--add-modules=jdk.incubator.vector", "-D" + THREADS + "=" + threads);
    }

    @Override
    public double warmUpFactor(Workload workload) {
        return 1;
    }

    @Override
    public boolean supports(Workload workload) {
        return true;
    }

    @Override
    public boolean supports(Job job) {
        return true;
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case Training training -> new GradusTraining(training);
            case ImageTraining training -> new GradusImages(training);
            case RowNormalization norm -> normalization(norm);
            case Chain chain -> chain(chain);
            case SoftplusBothWays softplus -> softplus(softplus.elements());
            case RowAddition addition -> {
                Tensor matrix = matrix(2, addition.rows(), addition.columns());
                Tensor row = Tensor.of(Data.uniform(3, addition.columns(), 0, 1));
                yield new Scoped(() -> matrix.add(row));
            }
            case Sum sum -> {
                Tensor matrix = matrix(4, sum.rows(), sum.columns());
                yield new Scoped(() -> matrix.sum(sum.axis()));
            }
            case Product product -> product(product);
            case Ceiling ceiling -> new Limits(ceiling, Integer.getInteger(THREADS, 1));
        };
    }

    private static Step chain(Chain chain) {
        Data.Links links = Data.links(chain);
        Tensor c = Tensor.of(links.c());
        Tensor d = Tensor.of(links.d());
        Tensor start = Tensor.of(links.start());
        if (!chain.recorded()) {
            return new Computation(() -> links(start, c, d, chain.rounds()));
        }
        Tensor variable = start.asVariable();
        return new Computation(
                () -> links(variable, c, d, chain.rounds()).sum().gradients().of(variable));
    }

    private static Tensor links(Tensor start, Tensor c, Tensor d, int rounds) {
        Tensor x = start;
        for (int i = 0; i < rounds; i++) {
            x = x.mul(c).add(d).sin().tanh();
        }
        return x;
    }

    private static Step softplus(int elements) {
        Tensor x = Tensor.of(Data.uniform(1, elements, -3, 3)).asVariable();
        Tensor ones = Tensor.ones(elements);
        return new Scoped(() -> x.softplus().gradients(ones).of(x));
    }

    private static Step normalization(RowNormalization norm) {
        Tensor x = matrix(1, norm.rows(), norm.columns()).asVariable();
        Tensor weight = Tensor.of(Data.uniform(2, norm.columns(), 0.5, 1.5)).asVariable();
        Tensor bias = Tensor.of(Data.uniform(3, norm.columns(), -1, 1)).asVariable();
        Tensor ones = Tensor.ones(norm.rows(), norm.columns());
        return new Scoped(() -> {
            Gradients gradients = x.layerNorm(weight, bias, 1e-5).gradients(ones);
            gradients.of(weight);
            gradients.of(bias);
            return gradients.of(x);
        });
    }

    private static Step product(Product product) {
        Tensor a = matrix(1, product.rows(), product.depth());
        Tensor b = matrix(2, product.depth(), product.columns());
        if (!product.isDouble()) {
            return new Scoped(() -> a.matmul(b));
        }
        Tensor doubleA = a.to(DType.F64);
        Tensor doubleB = b.to(DType.F64);
        return new Scoped(() -> doubleA.matmul(doubleB));
    }

    private static Tensor matrix(int seed, int rows, int columns) {
        return Tensor.of(Data.uniform(seed, rows * columns, 0, 1)).reshape(rows, columns);
    }

    /** Some expression of tensors, whose result lasts. */
    private record Computation(Supplier<Tensor> expression) implements Step {
        @Override
        public Tensor run() {
            return expression.get();
        }

        @Override
        public double probe() {
            return run().reshape(-1).get(0);
        }
    }

    /** Some expression of tensors in memory that each run uses again. */
    private static final class Scoped implements Step {
        private final Scope scope = new Scope();
        private final Supplier<Tensor> expression;
        private Tensor last = Tensor.scalar(0f);

        Scoped(Supplier<Tensor> expression) {
            this.expression = expression;
        }

        /** The result, whose numbers are over: nothing is copied. */
        @Override
        public Tensor run() {
            scope.run(() -> {
                last = expression.get();
            });
            return last;
        }

        @Override
        public double probe() {
            return expression.get().reshape(-1).get(0);
        }
    }

    @Override
    public double train(Job job) {
        Dataset data = dataset(job);
        Sequential model = GradusTraining.model(job.network(), job.inputs() == Job.Inputs.DOUBLES);
        Optimizer sgd =
                new SGD().momentum(job.momentum()).of(model.parameters()).learningRate(job.learningRate());
        double last = Double.NaN;
        for (int epoch = 0; epoch < job.epochs(); epoch++) {
            for (Batch batch : data.batches(job.batch())) {
                last = sgd.minimize(() -> new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels()));
            }
        }
        return last;
    }

    private static Dataset dataset(Job job) {
        Indices labels = Indices.of(Data.labels(8, job.examples(), job.classes()));
        Shape shape = Shape.of(job.examples(), job.width());
        return switch (job.inputs()) {
            case FLOATS -> Dataset.of(Tensor.uniform(DType.F32, shape, 0, 1, new SplittableRandom(7)), labels);
            case DOUBLES -> Dataset.of(Tensor.uniform(DType.F64, shape, 0, 1, new SplittableRandom(7)), labels);
            case BYTES -> Dataset.ofBytes(Data.bytes(7, job.examples() * job.width()), labels);
        };
    }
}
