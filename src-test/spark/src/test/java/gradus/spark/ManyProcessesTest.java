package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on a cluster of seven processes of this machine. */
@EnabledIfSystemProperty(named = "gradus.bits", matches = "all", disabledReason = "seven processes: -Plong")
class ManyProcessesTest {
    private static SparkContext spark;

    @BeforeAll
    static void start() {
        spark = Cluster.processes(7, 1);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void theBitsAreThoseOfOneMachine(int workers) {
        Trained<?> trained = DataParallel.on(spark)
                .workers(workers)
                .shards(Digits.SHARDS)
                .train(Digits::model, Digits::trainer, Digits.data());
        assertThat(Digits.hash(trained.model())).isEqualTo(Digits.expected());
        assertThat(trained.attempts()).isEqualTo(1);
    }
}
