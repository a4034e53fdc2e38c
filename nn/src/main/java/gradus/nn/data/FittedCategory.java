package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.api.map.primitive.ObjectIntMap;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.impl.list.Interval;

/**
 * Words, by their places. The last place, if there is one more than words, is that of all others.
 *
 * @param rare those that have the last place; none where unseen ones have it too
 * @param places of all words that are known
 */
record FittedCategory(
        String name,
        boolean isIndex,
        boolean refuses,
        ImmutableList<String> kept,
        ImmutableList<String> rare,
        ObjectIntMap<String> places)
        implements FittedColumn {
    static final String KIND = "category";

    /** So many columns of ones and zeros are no use. */
    private static final int MOST_PLACES = 10_000;

    private static final int UNKNOWN = -1;
    private static final int MOST_LISTED = 20;

    static FittedCategory of(
            String name, boolean isIndex, boolean refuses, ImmutableList<String> kept, ImmutableList<String> rare) {
        MutableObjectIntMap<String> places = ObjectIntMaps.mutable.empty();
        kept.forEachWithIndex(places::put);
        rare.forEach(word -> places.put(word, kept.size()));
        return new FittedCategory(name, isIndex, refuses, kept, rare, places);
    }

    static FittedCategory fit(CategoryColumn column, TableCells cells) {
        var counts = Interval.zeroTo(cells.size() - 1)
                .collect(row -> cells.cell(row).toString())
                .toBag();
        ImmutableList<String> words = counts.toSet().toSortedList().toImmutable();
        ImmutableList<String> kept = words.select(word -> counts.occurrencesOf(word) >= column.least());
        ImmutableList<String> rare =
                column.refusesUnseen() ? words.reject(kept.toSet()::contains) : Lists.immutable.empty();
        if (kept.size() > MOST_PLACES && !column.isIndex()) {
            throw new ArgumentException(
                    "TableColumn.category",
                    "at most " + MOST_PLACES + " words to have a column each",
                    kept.size() + " in the column " + column.name(),
                    "asIndex() for an Embedding; rareBelow(n) merges rare ones");
        }
        return of(column.name(), column.isIndex(), column.refusesUnseen(), kept, rare);
    }

    private boolean hasOthers() {
        return !refuses || rare.notEmpty();
    }

    /** How many places there are. */
    int count() {
        return kept.size() + (hasOthers() ? 1 : 0);
    }

    @Override
    public ImmutableList<String> outputs() {
        ImmutableList<String> named = kept.collect(word -> name + " = " + word);
        return isIndex ? Lists.immutable.with(name) : hasOthers() ? named.newWith(name + " other") : named;
    }

    @Override
    public double read(TableCells cells, int row) {
        int place = places.getIfAbsent(cells.cell(row).toString(), UNKNOWN);
        if (place == UNKNOWN && refuses) {
            throw cells.refusal(row, need(), hint(cells.cell(row).toString()));
        }
        return place == UNKNOWN ? kept.size() : place;
    }

    private String need() {
        int more = places.size() - MOST_LISTED;
        ImmutableList<String> known = kept.newWithAll(rare);
        return "one of the " + GradusException.counted(known.size(), "word") + " of training "
                + known.take(MOST_LISTED).collect(CsvColumns::shortened).makeString("\"", "\", \"", "\"")
                + (more > 0 ? " and " + more + " more" : "");
    }

    private String hint(String word) {
        String near = kept.newWithAll(rare).detect(known -> known.equalsIgnoreCase(word));
        return near != null ? "\"" + near + "\"?" : "without refusingUnseen() there is a place for it";
    }

    @Override
    public void encode(double number, double[] row, int at) {
        int place = (int) number;
        if (place != number || place < 0 || place >= count()) {
            throw refusal("places from 0 to " + (count() - 1), number);
        }
        row[isIndex ? at : at + place] = isIndex ? place : 1;
    }

    @Override
    public boolean isScaled(int output) {
        return false;
    }

    @Override
    public ImmutableList<String> words() {
        return Lists.immutable
                .with(KIND, name, isIndex + "", refuses + "", kept.size() + "")
                .newWithAll(kept)
                .newWithAll(rare);
    }

    static FittedCategory of(ImmutableList<String> words) {
        int kept = Integer.parseInt(words.get(4));
        ImmutableList<String> all = words.drop(5);
        return of(
                words.get(1),
                Boolean.parseBoolean(words.get(2)),
                Boolean.parseBoolean(words.get(3)),
                all.take(kept),
                all.drop(kept));
    }
}
