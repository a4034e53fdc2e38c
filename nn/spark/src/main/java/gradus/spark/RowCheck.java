package gradus.spark;

import gradus.autodiff.ArgumentException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * What a task found in its rows, up to the first that cannot be an example. That is returned and not
 * thrown: Spark would try again what would come again.
 *
 * @param extent null without rows
 * @param failure null if all rows are examples
 */
record RowCheck(Columns.@Nullable Extent extent, @Nullable RuntimeException failure) implements Serializable {

    /** Of all rows: one pass. */
    static Columns.Extent of(JavaRDD<Row> rows, RowReader reader) {
        RowCheck whole = Lists.immutable
                .withAll(rows.mapPartitions(part ->
                                List.of(Packed.pack(check(part, reader))).iterator())
                        .collect())
                .collect(bytes -> Packed.unpack(bytes, RowCheck.class))
                .injectInto(new RowCheck(null, null), RowCheck::plus);
        if (whole.failure != null) {
            throw whole.failure;
        }
        if (whole.extent == null) {
            throw new ArgumentException("Columns", "at least one row", "none", "");
        }
        return whole.extent;
    }

    private static RowCheck check(Iterator<Row> rows, RowReader reader) {
        RowCheck sum = new RowCheck(null, null);
        while (rows.hasNext() && sum.failure == null) {
            Row row = rows.next();
            try {
                sum = sum.plus(new RowCheck(reader.example(row).extent(), null));
            } catch (ArgumentException failure) {
                sum = new RowCheck(null, failure);
            }
        }
        return sum;
    }

    /** The failure of the first that has one; so it is the same each time. */
    private RowCheck plus(RowCheck next) {
        if (failure != null || (next.extent == null && next.failure == null)) {
            return this;
        }
        if (extent == null || next.extent == null) {
            return next;
        }
        if (extent.inputs() != next.extent.inputs() || extent.targets() != next.extent.targets()) {
            return new RowCheck(
                    null,
                    new ArgumentException(
                            "Columns", "rows of one length", sizes(extent) + " and " + sizes(next.extent), ""));
        }
        return new RowCheck(
                new Columns.Extent(
                        extent.rows() + next.extent.rows(),
                        extent.inputs(),
                        extent.targets(),
                        Math.max(extent.classes(), next.extent.classes())),
                null);
    }

    private static String sizes(Columns.Extent extent) {
        return extent.inputs() + " inputs" + (extent.targets() == 0 ? "" : " with " + extent.targets() + " targets");
    }
}
