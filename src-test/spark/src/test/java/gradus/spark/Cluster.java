package gradus.spark;

import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Clusters of this machine. */
final class Cluster {
    /** Of a process. */
    private static final int MEGABYTES = Integer.getInteger("gradus.spark.megabytes", 512);

    /** How a process runs. */
    private static final String OPTIONS = System.getProperty("gradus.spark.options", "");

    private Cluster() {}

    /** Threads of this process. */
    static <T> T local(int threads, Function<SparkContext, T> work) {
        SparkContext spark = threads(threads);
        try {
            return work.apply(spark);
        } finally {
            spark.stop();
        }
    }

    /** Threads of this process; to be stopped. */
    static SparkContext threads(int count) {
        return new SparkContext(conf("local[" + count + "]"));
    }

    /** Tables, on two threads of this process, on which a task is tried up to 4 times; to be stopped. */
    static SparkSession session() {
        return SparkSession.builder()
                .config(conf("local[2,4]"))
                .config("spark.sql.shuffle.partitions", 3)
                .config("spark.sql.codegen.wholeStage", false) // compiling takes longer than these tables
                .getOrCreate();
    }

    /** Threads of this process, on which a task is tried up to 4 times, as on other clusters; to be stopped. */
    static SparkContext persistent(int count) {
        return new SparkContext(conf("local[" + count + ",4]"));
    }

    /** So many processes with so many slots each. */
    static SparkContext processes(int count, int slots) {
        return new SparkContext(conf("local-cluster[" + count + "," + slots + "," + MEGABYTES + "]"));
    }

    /** Whether to try everything: -Plong. */
    static boolean isThorough() {
        return System.getProperty("gradus.bits", "some").equals("all");
    }

    private static SparkConf conf(String master) {
        return new SparkConf()
                .setMaster(master)
                .setAppName("Gradus tests")
                .set("spark.ui.enabled", "false")
                .set("spark.deploy.maxExecutorRetries", "-1")
                .set("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
                .set("spark.executor.memory", MEGABYTES + "m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector " + OPTIONS);
    }
}
