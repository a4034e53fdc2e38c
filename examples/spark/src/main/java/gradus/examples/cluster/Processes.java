package gradus.examples.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers run: the cluster for which {@code spark-submit} has started the program, or
 * processes here.
 */
record Processes(SparkContext spark) implements AutoCloseable {
    private static final int MEGABYTES = 1024;
    private static final String JAVA = "--add-modules=jdk.incubator.vector -XX:+UseSerialGC -Dgradus.threads=1";

    /** For processes that live too short to repay the JVM's second compiler, without which vectors are slow. */
    private static final String SHORT = "-XX:TieredStopAtLevel=1 -Dgradus.kernels=scalar";

    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String MASTER = "spark.master";

    /** The user's cluster, or null if there is none. */
    static @Nullable String master() {
        return new SparkConf().get(MASTER, null);
    }

    /**
     * Connects to the user's cluster, or else starts so many processes, for seconds if it is to be
     * quick, and waits until all are there.
     */
    static Processes start(int workers, boolean quick) throws IOException {
        if (master() != null) {
            return new Processes(new SparkContext(new SparkConf()));
        }
        SparkContext spark = new SparkContext(ownConf(workers, quick));
        long end = System.nanoTime() + LONGEST_START.toNanos();
        // the driver is among them
        while (spark.statusTracker().getExecutorInfos().length <= workers && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new Processes(spark);
    }

    private static SparkConf ownConf(int workers, boolean quick) throws IOException {
        // a worker starts only where its home has a folder of jars; those of this process are used
        Files.createDirectories(home().resolve("jars"));
        return new SparkConf()
                .setMaster("local-cluster[" + workers + ",1," + MEGABYTES + "]")
                .setAppName("Gradus")
                .set("spark.ui.enabled", "false")
                .set("spark.deploy.maxExecutorRetries", "-1")
                .set("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
                .set("spark.executor.memory", MEGABYTES + "m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", quick ? JAVA + " " + SHORT : JAVA);
    }

    private static Path home() throws IOException {
        @Nullable String home = System.getenv("SPARK_HOME");
        if (home == null) {
            throw new IOException("SPARK_HOME: needs a folder in which Spark keeps what its processes write, got none;"
                    + " mvn -q compile exec:exec -Dexample=cluster names one");
        }
        return Path.of(home);
    }

    @Override
    public void close() {
        spark.stop();
    }
}
