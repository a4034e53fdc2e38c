package gradus.spark.ml;

import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.StructField;

/** What the metadata of a label column says. */
final class Labels {
    private Labels() {}

    /** How many classes there are; 0 where it does not say. */
    static int named(StructField column) {
        return switch (Attribute.fromStructField(column)) {
            case NominalAttribute nominal
            when nominal.getNumValues().isDefined() ->
                (int) nominal.getNumValues().get();
            case BinaryAttribute _ -> 2;
            default -> 0;
        };
    }
}
