package gradus.spark;

import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** Clusters of this machine. */
final class Cluster {
    private Cluster() {}

    /** Threads of this process. */
    static <T> T local(int threads, Function<SparkContext, T> work) {
        SparkContext spark = new SparkContext(conf("local[" + threads + "]"));
        try {
            return work.apply(spark);
        } finally {
            spark.stop();
        }
    }

    /** So many processes with so many slots each. */
    static SparkContext processes(int count, int slots) {
        return new SparkContext(conf("local-cluster[" + count + "," + slots + ",512]"));
    }

    private static SparkConf conf(String master) {
        return new SparkConf()
                .setMaster(master)
                .setAppName("Gradus tests")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector -XX:+UseSerialGC");
    }
}
