package gradus.examples.cluster;

/** Starts the program: {@code spark-submit} wants a static method. */
public final class Cluster {
    private Cluster() {}

    /** Runs the program and ends with its exit code. */
    public static void main(String[] arguments) {
        new ClusterProgram().main(arguments);
    }
}
