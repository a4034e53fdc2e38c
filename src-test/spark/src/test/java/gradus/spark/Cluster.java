package gradus.spark;

import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** Clusters of this machine. */
final class Cluster {
    private Cluster() {}

    /** Threads of this process. */
    static <T> T local(int threads, Function<SparkContext, T> work) {
        return run("local[" + threads + "]", work);
    }

    /** So many processes with one slot each, of 512 MB. */
    static <T> T processes(int count, Function<SparkContext, T> work) {
        return run("local-cluster[" + count + ",1,512]", work);
    }

    private static <T> T run(String master, Function<SparkContext, T> work) {
        SparkConf conf = new SparkConf()
                .setMaster(master)
                .setAppName("Gradus tests")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector -XX:+UseSerialGC");
        SparkContext spark = new SparkContext(conf);
        try {
            return work.apply(spark);
        } finally {
            spark.stop();
        }
    }
}
