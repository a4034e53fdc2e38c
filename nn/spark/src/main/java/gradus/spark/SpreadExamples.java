package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The examples of a cluster, put into their order and given to the workers whose shards take them.
 *
 * @param rows a partition for each worker, in order
 * @param count of all examples
 */
record SpreadExamples(JavaRDD<Example> rows, long count) {

    /** To which worker an example goes, by its place among all. */
    private static final class ToWorker extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int workers;
        private final int shards;
        private final long count;

        ToWorker(int workers, int shards, long count) {
            this.workers = workers;
            this.shards = shards;
            this.count = count;
        }

        @Override
        public int numPartitions() {
            return workers;
        }

        @Override
        public int getPartition(Object place) {
            int low = 0;
            int high = workers - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                ShardRange range = ShardRange.of(middle, workers, shards);
                if (range.start(range.from(), count) <= (long) place) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ToWorker to && to.workers == workers && to.shards == shards && to.count == count;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(31L * (31L * workers + shards) + count);
        }
    }

    /**
     * Spreads them. This sorts, and counts, so what makes the examples is run here.
     *
     * @throws ArgumentException if there are fewer examples than shards
     * @throws RuntimeException what makes the examples threw
     */
    static SpreadExamples of(JavaRDD<Example> examples, int workers, int shards) {
        JavaPairRDD<Example, Long> sorted;
        long count;
        try {
            sorted = examples.mapToPair(example -> new Tuple2<>(example.key(), example))
                    .sortByKey()
                    .values()
                    .zipWithIndex();
            count = sorted.count();
        } catch (Exception failure) { // Scala declares none
            throw Failures.ofTasks("DataParallel.train", "an example", failure);
        }
        if (count < shards) {
            throw new ArgumentException(
                    "DataParallel.train",
                    "an example or more for each of " + GradusException.counted(shards, "shard"),
                    GradusException.counted(count, "example"),
                    "");
        }
        JavaRDD<Example> rows = sorted.mapToPair(Tuple2::swap)
                .repartitionAndSortWithinPartitions(new ToWorker(workers, shards, count))
                .values();
        return new SpreadExamples(rows, count);
    }
}
