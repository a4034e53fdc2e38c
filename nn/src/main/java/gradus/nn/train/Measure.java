package gradus.nn.train;

/** A metric and its name. */
sealed interface Measure {
    String name();

    record OfLabels(String name, Metric metric) implements Measure {}

    record OfTargets(String name, TargetMetric metric) implements Measure {}
}
