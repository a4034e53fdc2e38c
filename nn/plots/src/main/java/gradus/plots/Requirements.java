package gradus.plots;

import gradus.autodiff.ArgumentException;
import java.util.regex.Pattern;
import org.eclipse.collections.api.bag.Bag;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/** What plots refuse, in the words of the errors of the house. */
final class Requirements {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** What an axis can show: with numbers far larger, XChart's axes come to no end. */
    static final double LARGEST = 1e15;

    private Requirements() {}

    static void require(boolean met, String plot, String need, Object got, String hint) {
        if (!met) {
            throw new ArgumentException(plot, need, got + "", hint);
        }
    }

    /** A name that files and ids can have. */
    static void requireFileName(String name) {
        require(
                FILE_NAME.matcher(name).matches(),
                "picture",
                "a name of letters, digits, '-', '_' and '.', which its files get",
                '"' + name + '"',
                "a title may be of any words: put it into the caption");
    }

    static void requireName(String kind, String name) {
        require(!name.isBlank(), kind, "a name, for the legend", '"' + name + '"', "");
    }

    static void requireEqualLengths(String what, ImmutableDoubleList x, ImmutableDoubleList y) {
        require(x.size() == y.size(), what, "as many y as x", y.size() + " for " + x.size(), "");
    }

    static void requireSome(String what, ImmutableDoubleList values) {
        require(values.notEmpty(), what, "at least one value", "none", "");
    }

    /** Numbers for colors and levels, whose differences are finite too. */
    static void requireFinite(String what, double... values) {
        requireUpTo(1e300, "1e300", what, values);
    }

    /** Numbers that have a place on an axis. */
    static void requireDrawable(String what, double... values) {
        requireUpTo(LARGEST, "1e15", what, values);
    }

    private static void requireUpTo(double limit, String limitName, String what, double... values) {
        for (int i = 0; i < values.length; i++) {
            require(
                    Math.abs(values[i]) <= limit,
                    what,
                    "finite numbers, up to " + limitName,
                    at(values[i], i, values.length),
                    Double.isFinite(values[i]) ? "choose a larger unit" : "");
        }
    }

    private static String at(double value, int place, int count) {
        return value + (count == 1 ? "" : " at place " + place);
    }

    /** At least one, and each with a name of its own: XChart and readers know them by it. */
    static void requireDistinct(String plot, String things, ListIterable<String> names) {
        require(names.notEmpty(), plot, "at least one of its " + things, "none", "");
        Bag<String> repeated = names.toBag().selectByOccurrences(count -> count > 1);
        require(
                repeated.isEmpty(),
                plot,
                things + " with different names",
                repeated.toStringOfItemToCount(),
                "the legend tells them apart by their names");
    }
}
