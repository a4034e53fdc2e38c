package gradus.spark;

import gradus.autodiff.Scope;
import gradus.nn.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Adds what a model gives to the rows of a partition, some at a time. */
record PredictedPartition(Broadcast<SentModel<?>> model, RowReader reader, Outputs outputs)
        implements MapPartitionsFunction<Row, Row> {
    private static final int BATCH = 256;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Predicted(rows, model.value().frozen());
    }

    /** Takes a batch of rows when the last one was given away. */
    private final class Predicted implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final Layer layer;
        private final Scope scope = new Scope();
        private Iterator<Row> batch = Collections.emptyIterator();

        Predicted(Iterator<Row> rows, Layer layer) {
            this.rows = rows;
            this.layer = layer;
        }

        @Override
        public boolean hasNext() {
            return batch.hasNext() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (!batch.hasNext()) {
                batch = predicted();
            }
            return batch.next();
        }

        private Iterator<Row> predicted() {
            List<Row> taken = new ArrayList<>(BATCH);
            while (taken.size() < BATCH && rows.hasNext()) {
                taken.add(rows.next());
            }
            ImmutableList<Row> some = Lists.immutable.withAll(taken);
            ImmutableList<Object> cells = scope.run(() -> outputs.of(layer, some.collect(reader::example)));
            return some.zip(cells)
                    .collect(pair -> with(pair.getOne(), pair.getTwo()))
                    .iterator();
        }

        private static Row with(Row row, Object cell) {
            Object[] values = new Object[row.size() + 1];
            Arrays.setAll(values, place -> place < row.size() ? row.get(place) : cell);
            return RowFactory.create(values);
        }
    }
}
