package gradus.nn.data;

import gradus.autodiff.Indices;
import gradus.nn.files.MemoryAtHand;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;

/** The classes in a column of a table. */
final class CsvLabels {
    /**
     * What a name takes beside its text: a string, its places in a list and in a table of hashes,
     * while these grow.
     */
    private static final int NAME = 160;

    /** So few names are never asked about. */
    private static final int FEW = 1 << 12;

    private final Csv csv;
    private final int place;

    CsvLabels(Csv csv, int place) {
        this.csv = csv;
        this.place = place;
    }

    /** Of whole numbers. */
    Indices below(int classes) {
        return each(row -> label(row, classes));
    }

    private Indices each(IntUnaryOperator label) {
        MemoryAtHand.require(csv.file(), 2L * Integer.BYTES * csv.size(), "the labels", Csv.IN_PARTS);
        return Indices.of(IntStream.range(0, csv.size()).map(label).toArray());
    }

    private int label(int row, int classes) {
        String cell = csv.text(row, place).strip();
        int label = cell.matches("\\d{1,9}") ? Integer.parseInt(cell) : classes;
        if (label >= classes) {
            throw csv.wrong(row, place, "a whole number from 0 to " + (classes - 1), hint(row, cell));
        }
        return label;
    }

    private String hint(int row, String cell) {
        if (cell.isEmpty()) {
            return "a missing value?";
        }
        String separator = csv.shape().separatorHint(cell);
        if (!separator.isEmpty()) {
            return separator;
        }
        if (csv.seemsToBeNames(row, place)) {
            return CsvNumbers.NAMES;
        }
        return CsvNumbers.isDecimal(cell)
                ? ""
                : "a word? categories(\"" + csv.columns().get(place) + "\") numbers them";
    }

    /** Of names. */
    Indices among(ImmutableList<String> names) {
        MutableObjectIntMap<String> known = ObjectIntMaps.mutable.empty();
        names.forEachWithIndex(known::put);
        return each(row -> {
            int label = known.getIfAbsent(csv.text(row, place), -1);
            if (label < 0) {
                String need = "one of " + names.makeString("\"", "\", \"", "\"");
                throw csv.wrong(row, place, need, csv.shape().separatorHint(csv.text(row, place)));
            }
            return label;
        });
    }

    /** Of whatever stands there, each text once. */
    Csv.Categories categories() {
        MutableObjectIntMap<String> known = ObjectIntMaps.mutable.empty();
        MutableList<String> names = Lists.mutable.empty();
        long[] bytes = {0};
        Indices labels = each(row -> {
            String text = csv.text(row, place);
            int label = known.getIfAbsentPut(text, names.size());
            if (label == names.size()) {
                names.add(text);
                bytes[0] += CsvCells.memory(text);
                requireMemory(names.size(), bytes[0]);
            }
            return label;
        });
        return new Csv.Categories(names.toImmutable(), labels);
    }

    /** Each time when there are twice as many names, room for as many more. */
    private void requireMemory(int names, long bytes) {
        if (names >= FEW && Integer.bitCount(names) == 1) {
            MemoryAtHand.require(csv.file(), bytes + (long) NAME * names, "the names", Csv.IN_PARTS);
        }
    }
}
