package gradus.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What Spark's pages show of a training while it runs.
 *
 * @param steps how many are taken
 * @param epoch what the last one came to
 */
record Counters(LongAccumulator steps, EpochWords epoch) implements Serializable {
    static Counters of(SparkContext spark) {
        var epoch = new EpochWords();
        spark.register(epoch, "Gradus epoch");
        return new Counters(spark.longAccumulator("Gradus steps"), epoch);
    }
}
