package gradus.nn.data;

import gradus.nn.files.DataException;
import gradus.nn.files.MemoryAtHand;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables of the cells that follow each other in a file; the first has the names of the
 * columns.
 */
final class CsvParts {
    /** What a name takes: two strings, and its places in lists and tables of hashes. */
    private static final int NAME = 256;

    private final Path file;
    private final Csv.Format format;
    private final Consumer<Csv> each;
    private @Nullable CsvColumns columns;
    private boolean found;

    CsvParts(Path file, Csv.Format format, Consumer<Csv> each) {
        this.file = file;
        this.format = format;
        this.each = each;
    }

    /** A file as one table. */
    static Csv whole(Path file, Csv.Format format, int mostCells) {
        CsvCells cells = new CsvReader(file, format).whole(mostCells);
        var table = new AtomicReference<Csv>();
        var parts = new CsvParts(file, format, table::set);
        parts.accept(cells);
        parts.requireAny();
        return table.get();
    }

    void accept(CsvCells cells) {
        boolean first = columns == null;
        int names = first && format.header() ? 1 : 0;
        CsvColumns known = columns == null ? CsvColumns.of(file, format, names(cells), cells) : columns;
        columns = known;
        if (cells.rows() > names) {
            found = true;
            each.accept(new Csv(cells, known, names, first && !format.header()));
        }
    }

    /** Checks that there was a row. */
    void requireAny() {
        if (!found) {
            throw new DataException(
                    file, 0, "at least one row" + (format.header() ? " below the names" : ""), "none", "");
        }
    }

    /**
     * Columns without a name are called by their places, and those of a name that was there by that
     * and a number.
     */
    private ImmutableList<String> names(CsvCells cells) {
        MemoryAtHand.require(file, (long) NAME * cells.columns(), "the names of the columns", "");
        ImmutableList<String> given = Interval.zeroTo(cells.columns() - 1)
                .collect(column -> {
                    String name = format.header() && cells.rows() > 0 ? cells.text(0, column) : "";
                    return name.isEmpty() ? column + "" : name;
                })
                .toImmutableList();
        var used = given.toSet();
        MutableObjectIntMap<String> times = ObjectIntMaps.mutable.empty();
        return given.collect(name -> {
            String different = name;
            int number = times.get(name);
            while (number > 0 && used.contains(different)) {
                different = name + "." + number;
                number++;
            }
            times.put(name, Math.max(number, 1));
            used.add(different);
            return different;
        });
    }
}
