package gradus.spark.ml;

import gradus.autodiff.ArgumentException;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.StructField;

/** How many classes a label column has. */
final class Labels {
    /**
     * So many at most without metadata, as for Spark's own classifiers: numbers may be no classes.
     */
    private static final int MOST_UNNAMED = 100;

    private Labels() {}

    /**
     * As many as its metadata says, or as the largest label, if that is more; at least two.
     *
     * @param labels the largest label and one
     */
    static int classes(StructField column, int labels) {
        int named = named(column);
        int most = Math.max(named, MOST_UNNAMED);
        if (labels > most) {
            throw new ArgumentException(
                    "GradusClassifier, column " + column.name(),
                    "labels below " + most + ", or metadata with more classes",
                    "the label " + (labels - 1) + " and " + (named == 0 ? "no metadata" : named + " classes"),
                    "a StringIndexer makes such a column of it");
        }
        return Math.max(Math.max(named, labels), 2);
    }

    /** What its metadata says; 0 where it does not. */
    private static int named(StructField column) {
        return switch (Attribute.fromStructField(column)) {
            case NominalAttribute nominal
            when nominal.getNumValues().isDefined() ->
                (int) nominal.getNumValues().get();
            case BinaryAttribute _ -> 2;
            default -> 0;
        };
    }
}
