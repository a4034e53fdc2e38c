package gradus.spark;

import gradus.autodiff.DType;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;

/** A model as a function of a cell. */
record PredictedCell(Broadcast<SentModel<?>> model, Outputs outputs) implements UDF1<@Nullable Object, Object> {
    private static final String COLUMN = "of a function's argument";

    @Override
    public Object call(@Nullable Object value) {
        RowReader reader = new RowReader(
                Lists.immutable.with(new RowReader.Cell(COLUMN, 0)),
                value instanceof byte[],
                DType.F32,
                null,
                Lists.immutable.empty());
        return outputs.of(model.value().frozen(), reader.inputs(value));
    }
}
