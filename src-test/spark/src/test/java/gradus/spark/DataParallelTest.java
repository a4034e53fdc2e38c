package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.nn.train.History;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
