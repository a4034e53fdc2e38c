package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import gradus.nn.data.Scaling;
import gradus.nn.layer.Linear;
import gradus.nn.loss.Loss;
import gradus.nn.optim.Adam;
import gradus.nn.optim.SGD;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Over many seeds: hard, rare, ordered and standardized data get no hint, labels out of step nearly always. */
class DataHintRatesTest {
    private static History classified(Randomness random, Dataset data, double rate) {
        int features = data.all().inputs().shape().dim(1);
        var model = Linear.of(features, 2, random);
        return HintRates.run(model, Blobs.CROSS_ENTROPY, new SGD().of(model).learningRate(rate), 20, data);
    }

    @Test
    void rareClasses() throws Exception {
        for (double share : new double[] {0.01, 0.05}) {
            assertThat(HintRates.of(random -> {
                        int[] labels = IntStream.range(0, 200)
                                .map(_ -> random.nextDouble() < share ? 1 : 0)
                                .toArray();
                        var moved = Tensor.of(IntStream.of(labels)
                                        .mapToDouble(label -> label)
                                        .toArray())
                                .to(DType.F32)
                                .reshape(200, 1);
                        var data = Dataset.of(HintRates.normal(random, 200, 3).add(moved), Indices.of(labels));
                        return classified(random, data, 1e-4);
                    }))
                    .isEmpty();
        }
    }

    @Test
    void rulesThatNeighborsDoNotTell() throws Exception {
        assertThat(HintRates.of(random -> classified(random, HintRates.halves(random, 200, 30), 0.01)))
                .isEmpty();
        assertThat(HintRates.of(random -> {
                    var x = HintRates.normal(random, 200, 10);
                    var product = HintRates.labeled(x, i -> x.get(i, 0) * x.get(i, 1) * x.get(i, 2) > 0);
                    return classified(random, product, 0.01);
                }))
                .isEmpty();
        assertThat(HintRates.of(random -> {
                    var x = HintRates.normal(random, 200, 3);
                    return classified(random, HintRates.labeled(x, _ -> random.nextBoolean()), 0.01);
                }))
                .as("labels that are chance")
                .isEmpty();
    }

    /** The next sign of a series of chance is also in the inputs of the next examples, at one place after the other. */
    @Test
    void seriesThatAreForecast() throws Exception {
        assertThat(HintRates.of(random -> {
                    var series = HintRates.normal(random, 204).toFloatArray();
                    var x = new float[200 * 3];
                    for (int i = 0; i < x.length; i++) {
                        x[i] = series[i / 3 + i % 3];
                    }
                    var data = HintRates.labeled(Tensor.of(x).reshape(200, 3), i -> series[i + 3] > 0);
                    return classified(random, data, 0.01);
                }))
                .isEmpty();
        assertThat(HintRates.of(random -> classified(
                        random, HintRates.labeled(HintRates.normal(random, 200, 3), i -> i / 20 % 2 == 0), 0.01)))
                .as("labels in runs")
                .isEmpty();
    }

    @Test
    void labelsOutOfStep() throws Exception {
        for (int move : new int[] {1, -2, 12}) {
            assertThat(HintRates.of(random -> {
                                var x = HintRates.normal(random, 200, 3);
                                return classified(
                                        random,
                                        HintRates.labeled(x, i -> x.get(Math.floorMod(i + move, 200), 0) > 0),
                                        0.01);
                            })
                            .occurrencesOf("labels out of step with inputs"))
                    .isBetween(HintRates.MOST, HintRates.SEEDS);
        }
    }

    /** The margin is reached, and the loss is 0 by a ReLU of its own. */
    @Test
    void aHingeIsNoLayer() throws Exception {
        Loss hinge = (p, q) -> q.mul(p).neg().add(1).relu();
        assertThat(HintRates.of(random -> {
                    var sides = Tensor.of(IntStream.range(0, 200)
                                    .mapToDouble(i -> i % 2 == 0 ? 1 : -1)
                                    .toArray())
                            .to(DType.F32)
                            .reshape(200, 1);
                    var data = Dataset.of(HintRates.normal(random, 200, 2).add(sides.mul(8)), sides);
                    var model = Linear.of(2, 1, random);
                    Objective margin = (y, batch) -> hinge.mean(y, batch.targets());
                    return HintRates.run(model, margin, new SGD().of(model).learningRate(0.5), 20, data);
                }))
                .isEmpty();
    }

    /** A feature that is 0 but for one example of a thousand is large there, and is as it should be. */
    @Test
    void rareFeaturesThatAreStandardized() throws Exception {
        for (int batch : new int[] {1, 10}) {
            assertThat(HintRates.of(random -> {
                        var rare = Tensor.uniform(DType.F32, Shape.of(1000, 5), 0, 1, random)
                                .sub(0.999)
                                .maximum(0)
                                .sign();
                        var raw = HintRates.labeled(rare, _ -> random.nextBoolean());
                        var data = raw.mapInputs(Scaling.standardizing(raw));
                        var model = Linear.of(5, 2, random);
                        return Trainer.of(model, Blobs.CROSS_ENTROPY, new Adam().of(model))
                                .batchSize(batch)
                                .maxSteps(20)
                                .train(data);
                    }))
                    .isEmpty();
        }
    }
}
