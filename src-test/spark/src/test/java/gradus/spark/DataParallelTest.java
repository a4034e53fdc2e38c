package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.ShardedDataset;
import gradus.nn.train.History;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on the threads of one process. */
class DataParallelTest {
    private static final String EXPECTED = Digits.expected();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void theBitsAreThoseOfOneMachine(int workers) {
        Trained<?> trained = Cluster.local(
                workers,
                spark -> DataParallel.on(spark)
                        .workers(workers)
                        .shards(Digits.SHARDS)
                        .train(Digits::model, Digits::trainer, Digits.data()));
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
        assertThat(trained.attempts()).isEqualTo(1);
        History alone = Digits.trainer(Digits.model()).shards(Digits.SHARDS).train(Digits.data());
        assertThat(trained.history().stepLosses()).isEqualTo(alone.stepLosses());
        assertThat(trained.history().column("accuracy")).isEqualTo(alone.column("accuracy"));
        assertThat(trained.bytesSent() > 0).isEqualTo(workers > 1);
    }

    @Test
    void eachWorkerMayGetTheDataForItself() {
        Trained<?> trained = Cluster.local(
                2,
                spark -> DataParallel.on(spark)
                        .workers(2)
                        .shards(Digits.SHARDS)
                        .train(Digits::model, Digits::trainer, (DatasetFactory) Digits::data));
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
    }

    /** Those of the data set, on so many partitions, in an order of their own. */
    private static JavaRDD<Example> examples(SparkContext spark, int partitions, long seed) {
        Batch all = Digits.data().shuffled(Randomness.seeded(seed)).all();
        List<Example> examples = IntStream.range(0, all.size())
                .mapToObj(i -> Example.of(
                        all.inputs().slice(0, i, i + 1).reshape(5), all.labels().get(i)))
                .toList();
        return JavaSparkContext.fromSparkContext(spark).parallelize(examples, partitions);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 5, 2", "3, 2, 3", "7, 3, 4"})
    void examplesOfAClusterGiveTheBitsOfOneMachine(int workers, int partitions, long seed) {
        Cluster.local(workers, spark -> {
            JavaRDD<Example> examples = examples(spark, partitions, seed);
            Trained<?> trained = DataParallel.on(spark)
                    .workers(workers)
                    .shards(Digits.SHARDS)
                    .train(Digits::model, Digits::trainer, examples);
            assertThat(Digits.hash(trained.model())).isEqualTo(ofParts(Example.collect(examples(spark, 1, 9))));
            return trained;
        });
    }

    private static String ofParts(Dataset data) {
        Sequential model = Digits.model();
        Digits.trainer(model).shards(Digits.SHARDS).train(ShardedDataset.divide(data, Digits.SHARDS));
        return Digits.hash(model);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void eachWorkerMayGetThePartsOfItsShards(int workers) {
        Trained<?> trained = Cluster.local(
                workers,
                spark -> DataParallel.on(spark)
                        .workers(workers)
                        .shards(Digits.SHARDS)
                        .train(
                                Digits::model,
                                Digits::trainer,
                                part -> ShardedDataset.divide(Digits.data(), Digits.SHARDS)
                                        .part(part)));
        assertThat(Digits.hash(trained.model())).isEqualTo(ofParts(Digits.data()));
    }

    @Test
    void fewerExamplesThanShardsAreRefused() {
        Cluster.local(
                1,
                spark -> assertThatExceptionOfType(ArgumentException.class)
                        .isThrownBy(() -> DataParallel.on(spark)
                                .shards(231)
                                .train(Digits::model, Digits::trainer, examples(spark, 2, 1)))
                        .withMessage("DataParallel.train: needs an example or more for each of 231 shards,"
                                + " got 230 examples"));
    }

    @Test
    void whatMakesTheExamplesThrowsAsItDoes() {
        Cluster.local(
                1,
                spark -> assertThatExceptionOfType(ArgumentException.class)
                        .isThrownBy(() -> DataParallel.on(spark)
                                .train(
                                        Digits::model,
                                        Digits::trainer,
                                        examples(spark, 2, 1).map(example -> {
                                            throw new ArgumentException("rows", "luck", "none", "");
                                        })))
                        .withMessage("rows: needs luck, got none"));
    }
}
