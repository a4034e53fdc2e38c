package gradus.nn.data;

import java.util.NoSuchElementException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Numbers.
 *
 * @param isSaid whether a second output says of which rows the number is missing
 * @param filling what it becomes there
 */
record FittedNumber(String name, MissingValues missing, boolean isSaid, double filling) implements FittedColumn {
    static final String KIND = "number";
    private static final String NEED = "a finite number";

    static FittedNumber fit(NumberColumn column, TableCells cells) {
        var open = new FittedNumber(column.name(), column.missing(), false, 0);
        double[] numbers = IntStream.range(0, cells.size())
                .mapToDouble(row -> open.read(cells, row))
                .toArray();
        boolean hasGaps = DoubleStream.of(numbers).anyMatch(Double::isNaN);
        try {
            double filling = column.missing().filling(DoubleStream.of(numbers));
            return new FittedNumber(column.name(), column.missing(), hasGaps, filling);
        } catch (NoSuchElementException _) {
            String statistic = column.missing().statistic();
            throw cells.refusal(0, "a number somewhere below, for the " + statistic, "MissingValues.as(0) needs none");
        }
    }

    @Override
    public ImmutableList<String> outputs() {
        return isSaid ? Lists.immutable.with(name, name + " missing") : Lists.immutable.with(name);
    }

    @Override
    public double read(TableCells cells, int row) {
        Object cell = cells.cell(row);
        boolean given = cell instanceof Number;
        String text = cell.toString();
        if (missing.contain(text)) {
            if (missing.areRefused()) {
                throw cells.refusal(row, NEED, "a missing value? MissingValues.asMean() fills it");
            }
            return Double.NaN;
        }
        double number = cell instanceof Number value
                ? value.doubleValue()
                : CsvNumbers.isNumber(text) ? CsvNumbers.value(text) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw cells.refusal(row, NEED, given || CsvNumbers.isNumber(text) ? "" : hint(text));
        }
        return number;
    }

    private String hint(String text) {
        return text.length() == 1 && !Character.isLetter(text.charAt(0))
                ? "a missing value? MissingValues.asMean().alsoWritten(\"" + text + "\") knows it"
                : "a word? TableColumn.category(\"" + name + "\") takes it";
    }

    @Override
    public void encode(double number, double[] row, int at) {
        boolean gap = Double.isNaN(number);
        if (gap && missing.areRefused()) {
            throw refusal("a number", number);
        }
        row[at] = gap ? filling : number;
        if (isSaid) {
            row[at + 1] = gap ? 1 : 0;
        }
    }

    @Override
    public boolean isScaled(int output) {
        return output == 0;
    }

    @Override
    public ImmutableList<String> words() {
        return Lists.immutable
                .with(KIND, name, missing.areRefused() + "", isSaid + "", filling + "")
                .newWithAll(missing.added());
    }

    static FittedNumber of(ImmutableList<String> words) {
        double filling = Double.parseDouble(words.get(4));
        MissingValues missing =
                Boolean.parseBoolean(words.get(2)) ? MissingValues.refused() : MissingValues.as(filling);
        String[] added = words.drop(5).toArray(new String[0]);
        return new FittedNumber(words.get(1), missing.alsoWritten(added), Boolean.parseBoolean(words.get(3)), filling);
    }
}
