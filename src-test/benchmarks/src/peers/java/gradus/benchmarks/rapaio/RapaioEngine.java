package gradus.benchmarks.rapaio;

import gradus.benchmarks.Data;
import gradus.benchmarks.Engine;
import gradus.benchmarks.Job;
import gradus.benchmarks.Step;
import gradus.benchmarks.Workload;
import gradus.benchmarks.Workload.Activation;
import gradus.benchmarks.Workload.Ceiling;
import gradus.benchmarks.Workload.Chain;
import gradus.benchmarks.Workload.ImageTraining;
import gradus.benchmarks.Workload.Loss;
import gradus.benchmarks.Workload.Product;
import gradus.benchmarks.Workload.RowAddition;
import gradus.benchmarks.Workload.RowNormalization;
import gradus.benchmarks.Workload.SoftplusBothWays;
import gradus.benchmarks.Workload.Sum;
import gradus.benchmarks.Workload.Training;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import rapaio.darray.DArray;
import rapaio.darray.DArrayManager;
import rapaio.darray.DType;
import rapaio.darray.Order;
import rapaio.darray.Shape;

/**
 * rapaio, in Java as Gradus is: its arrays, its networks and its optimizer. It has no softplus, no
 * sine that is differentiated and no binary cross-entropy.
 */
public final class RapaioEngine implements Engine {
    /** In larger batches version 8.1.0 gets softmax and its logarithm wrong. */
    private static final int LARGEST_BATCH = 64;

    private static final String PROPERTIES = "/META-INF/maven/io.github.padreati/rapaio-lib/pom.properties";

    private final DArrayManager arrays = DArrayManager.base();

    @Override
    public String name() {
        return "rapaio";
    }

    @Override
    public String description() {
        try (InputStream stored = RapaioEngine.class.getResourceAsStream(PROPERTIES)) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(stored, PROPERTIES));
            return "rapaio " + properties.getProperty("version");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * rapaio takes as many threads as there are processors; with one of them the JVM would choose
     * another collector.
     */
    @Override
    public ImmutableList<String> jvmOptions(int threads) {
        return Lists.immutable.with(
                "--add-modules=jdk.incubator.vector", "-XX:ActiveProcessorCount=" + threads, "-XX:+UseG1GC");
    }

    @Override
    public double warmUpFactor(Workload workload) {
        return 1;
    }

    @Override
    public boolean supports(Workload workload) {
        return switch (workload) {
            case Training training ->
                training.loss() == Loss.CROSS_ENTROPY
                        && training.network().activation() != Activation.SOFTPLUS
                        && training.batch() <= LARGEST_BATCH;
            case Chain chain -> !chain.recorded();
            case RowAddition _, Sum _, Product _ -> true;
            case SoftplusBothWays _, Ceiling _, ImageTraining _, RowNormalization _ -> false;
        };
    }

    @Override
    public boolean supports(Job job) {
        return false;
    }

    @Override
    public double train(Job job) {
        throw new IllegalArgumentException("rapaio is not measured with " + job);
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case Training training -> new RapaioTraining(training);
            case Chain chain -> chain(chain);
            case RowAddition addition -> {
                DArray<Float> matrix = matrix(2, addition.rows(), addition.columns());
                DArray<Float> row = arrays.stride(DType.FLOAT, Data.uniform(3, addition.columns(), 0, 1));
                yield new Computation(() -> matrix.add(row));
            }
            case Sum sum -> {
                DArray<Float> matrix = matrix(4, sum.rows(), sum.columns());
                yield new Computation(() -> matrix.sum1d(sum.axis()));
            }
            case Product product -> product(product);
            case SoftplusBothWays _, Ceiling _, ImageTraining _, RowNormalization _ ->
                throw new IllegalArgumentException("rapaio has nothing for " + workload);
        };
    }

    private Step chain(Chain chain) {
        Data.Links links = Data.links(chain);
        DArray<Float> c = arrays.stride(DType.FLOAT, links.c());
        DArray<Float> d = arrays.stride(DType.FLOAT, links.d());
        DArray<Float> start = arrays.stride(DType.FLOAT, links.start());
        return new Computation(() -> {
            DArray<Float> x = start;
            for (int i = 0; i < chain.rounds(); i++) {
                x = x.mul(c).add(d).sin().tanh();
            }
            return x;
        });
    }

    /** In the order in which rapaio is fastest: rows times columns, both without gaps. */
    private Step product(Product product) {
        DArray<Float> a = matrix(1, product.rows(), product.depth());
        DArray<Float> b = matrix(2, product.depth(), product.columns()).copy(Order.F);
        if (!product.isDouble()) {
            return new Computation(() -> a.mm(b));
        }
        DArray<Double> doubleA = a.cast(DType.DOUBLE);
        DArray<Double> doubleB = b.cast(DType.DOUBLE, Order.F);
        return new Computation(() -> doubleA.mm(doubleB));
    }

    private DArray<Float> matrix(int seed, int rows, int columns) {
        return arrays.stride(DType.FLOAT, Shape.of(rows, columns), Order.C, Data.uniform(seed, rows * columns, 0, 1));
    }

    /** Some expression of arrays. */
    private record Computation(Supplier<DArray<?>> expression) implements Step {
        @Override
        public DArray<?> run() {
            return expression.get();
        }

        @Override
        public double probe() {
            DArray<?> result = run();
            return result.getDouble(new int[result.rank()]);
        }
    }
}
