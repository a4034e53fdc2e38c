package gradus.nn.data;

/**
 * How a column of a table becomes numbers for a network. What that takes (means, words) is learned
 * from the training part by {@link TableSchema#fit} or {@code TableEncoder.fit}.
 *
 * {@snippet lang = java :
 * TableColumn[] columns = {
 *     TableColumn.number("rooms").missing(MissingValues.asMedian()), // gaps filled, and said in a column of their own
 *     TableColumn.category("town").rareBelow(5), // a column for each town, one for all rare and unseen ones
 *     TableColumn.category("street").asIndex(), // its number, for an Embedding
 *     TableColumn.date("sold").pattern("dd.MM.yyyy").parts(DatePart.DAYS, DatePart.YEAR_CYCLE)
 * };
 * }
 */
public sealed interface TableColumn permits NumberColumn, CategoryColumn, DateColumn {
    /** The name in the header of the table. */
    String name();

    /** Numbers; one that is missing becomes the mean of the others. */
    static NumberColumn number(String name) {
        return new NumberColumn(name, MissingValues.asMean());
    }

    /**
     * Words of which each becomes a column, 1 in its rows and 0 in the others; those that were not
     * seen in training have one of their own.
     */
    static CategoryColumn category(String name) {
        return new CategoryColumn(name, false, false, 1);
    }

    /**
     * Dates such as {@code 2026-11-30}, also with a time after them, which does not count: their
     * year and the angles of the day in its year and in its week.
     */
    static DateColumn date(String name) {
        return DateColumn.of(name);
    }
}
