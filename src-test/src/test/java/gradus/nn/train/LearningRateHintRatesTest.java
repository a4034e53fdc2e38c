package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Tanh;
import gradus.nn.optim.Adagrad;
import gradus.nn.optim.Adam;
import gradus.nn.optim.AdamW;
import gradus.nn.optim.RMSprop;
import gradus.nn.optim.Rule;
import gradus.nn.optim.SGD;
import gradus.nn.optim.Schedule;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** Over many seeds: trainings that go well get no hint of their rate, hopeless ones nearly always. */
class LearningRateHintRatesTest {
    private static final ImmutableList<Rule> RULES = Lists.immutable.with(
            new SGD(), new SGD().momentum(0.9), new Adam(), new AdamW(), new RMSprop(), new Adagrad());

    private static void assertNone(Function<Randomness, History> training) throws Exception {
        assertThat(HintRates.of(training)).isEmpty();
    }

    private static void assertMost(String subject, Function<Randomness, History> training) throws Exception {
        assertThat(HintRates.of(training).occurrencesOf(subject)).isBetween(HintRates.MOST, HintRates.SEEDS);
    }

    private static Sequential network(Randomness random, int inputs, int outputs) {
        return Sequential.of(Linear.of(inputs, 8, random), new Tanh(), Linear.of(8, outputs, random));
    }

    private static History regression(Randomness random, Rule rule, double rate, int batch, int count) {
        var model = Linear.of(2, 1, random);
        var data = HintRates.line(random, count, 2, 0.3);
        return HintRates.run(model, HintRates.SQUARES, rule.of(model).learningRate(rate), batch, data);
    }

    /** The first loss is that of one example, and small by luck. */
    @Test
    void aSmallFirstLossIsNoRateTooHigh() throws Exception {
        for (int count : new int[] {10, 15, 20}) {
            assertNone(random -> regression(random, new SGD(), 0.02, 1, count));
        }
        assertNone(random -> {
            var model = network(random, 2, 1);
            var data = HintRates.line(random, 30, 2, 0.3);
            return HintRates.run(model, HintRates.SQUARES, new Adam().of(model).learningRate(0.01), 1, data);
        });
    }

    @Test
    void aTrainingThatGoesOnHasNoRateTooHigh() throws Exception {
        assertNone(random -> {
            var data = HintRates.line(random, 50, 2, 0.3);
            var line = Linear.of(2, 1, random);
            HintRates.learned(line, HintRates.SQUARES, new SGD().of(line).learningRate(0.05), data);
            return HintRates.run(line, HintRates.SQUARES, new SGD().of(line).learningRate(0.02), 5, data);
        });
        assertNone(random -> {
            var data = HintRates.halves(random, 50, 2);
            var model = Linear.of(2, 2, random);
            HintRates.learned(model, Blobs.CROSS_ENTROPY, new SGD().of(model).learningRate(1), data);
            return HintRates.run(model, Blobs.CROSS_ENTROPY, new SGD().of(model).learningRate(0.5), 5, data);
        });
    }

    @Test
    void aRateTooHigh() throws Exception {
        for (int batch : new int[] {1, 20}) {
            assertMost("learning rate too high", random -> {
                double rate = random.nextBoolean() ? 100 : 1000;
                var model = network(random, 2, 3);
                var x = HintRates.normal(random, batch == 1 ? 40 : 200, 2);
                var data = HintRates.labeled(x, place -> x.get(place, 0) * x.get(place, 1) > 0);
                return HintRates.run(
                        model, Blobs.CROSS_ENTROPY, new SGD().of(model).learningRate(rate), batch, data);
            });
        }
        assertMost("learning rate too high", random -> {
            double rate = random.nextBoolean() ? 100 : 1000;
            var model = network(random, 2, 1);
            var data = HintRates.line(random, 200, 2, 0.3);
            return HintRates.run(model, HintRates.SQUARES, new Adam().of(model).learningRate(rate), 20, data);
        });
    }

    /** Half of the seeds for a regression, half for a classifier. */
    @Test
    void aRateTooLowOfEachRule() throws Exception {
        for (var rule : RULES) {
            assertMost("learning rate too low", random -> {
                if (random.nextBoolean()) {
                    return regression(random, rule, 1e-9, 10, 100);
                }
                var model = network(random, 3, 2);
                var data = HintRates.halves(random, 200, 3);
                return HintRates.run(model, Blobs.CROSS_ENTROPY, rule.of(model).learningRate(1e-9), 20, data);
            });
        }
    }

    /** A loss that is large beside the parameters, parameters of size 0, and batches of one. */
    @Test
    void aRateTooLowWhateverTheSizes() throws Exception {
        assertMost("learning rate too low", random -> {
            var x = HintRates.normal(random, 200, 5);
            var data = Dataset.of(x, x.sum(1).reshape(200, 1).mul(10).add(50));
            var model = Linear.of(5, 1, random);
            return HintRates.run(model, HintRates.SQUARES, new SGD().of(model).learningRate(1e-9), 16, data);
        });
        assertMost("learning rate too low", random -> {
            var x = Tensor.uniform(DType.F64, Shape.of(200, 3), -1, 1, random);
            var data = Dataset.of(x, x.sum(1).reshape(200, 1).mul(3).add(2));
            var model = Linear.of(DType.F64, 3, 1, random);
            return HintRates.run(model, HintRates.SQUARES, new SGD().of(model).learningRate(1e-9), 16, data);
        });
        assertMost("learning rate too low", random -> {
            var zeros = Linear.of(Tensor.zeros(DType.F32, Shape.of(2, 5)), Tensor.zeros(DType.F32, Shape.of(2)));
            var data = HintRates.halves(random, 200, 5);
            return HintRates.run(zeros, Blobs.CROSS_ENTROPY, new SGD().of(zeros).learningRate(1e-9), 16, data);
        });
        assertMost("learning rate too low", random -> regression(random, new SGD(), 1e-9, 1, 100));
    }

    /** What was learned needs no more of it, at whatever rate. */
    @Test
    void theEndOfALearningIsNoRateTooLow() throws Exception {
        assertNone(random -> {
            var data = HintRates.halves(random, 100, 3);
            var model = Linear.of(3, 2, random);
            HintRates.learned(model, Blobs.CROSS_ENTROPY, new Adam().of(model).learningRate(0.1), data);
            return HintRates.run(
                    model, Blobs.CROSS_ENTROPY, new Adam().of(model).learningRate(1e-5), 10, data);
        });
        assertNone(random -> {
            var data = HintRates.line(random, 100, 3, 2);
            var model = Linear.of(3, 1, random);
            HintRates.learned(model, HintRates.SQUARES, new SGD().of(model).learningRate(0.05), data);
            return HintRates.run(model, HintRates.SQUARES, new SGD().of(model).learningRate(1e-9), 10, data);
        });
    }

    @Test
    void ratesThatTrain() throws Exception {
        for (var rule : Lists.immutable.with(new SGD(), new Adam(), new Adagrad())) {
            assertNone(random -> regression(random, rule, 1e-3, 10, 100));
        }
        assertNone(random -> {
            var model = network(random, 3, 2);
            var data = HintRates.halves(random, 100, 3);
            return Trainer.of(model, Blobs.CROSS_ENTROPY, new SGD().of(model).learningRate(0.1))
                    .schedule(Schedule.cosine(0.1, 10))
                    .batchSize(10)
                    .train(data);
        });
    }
}
