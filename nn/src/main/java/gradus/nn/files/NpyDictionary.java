package gradus.nn.files;

import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * The dictionary in the header of a file of NumPy: Python's notation, of which what programs write
 * is understood.
 */
final class NpyDictionary {
    /** As Python writes whole numbers: no zero before other digits, but a sign and underscores. */
    private static final Pattern NUMBER = Pattern.compile("([-+]?)"
            + "(?:0[xX]((?:_?[0-9a-fA-F])++)|0[oO]((?:_?[0-7])++)|0[bB]((?:_?[01])++)"
            + "|([1-9](?:_?\\d)*+|0(?:_?0)*+))(?![0-9A-KM-Za-z_])");

    /** Of the groups of digits in {@link #NUMBER}, in their order. */
    private static final int[] RADIX = {16, 8, 2, 10};

    private final ByteSource source;
    private final long start;
    private final String text;
    private final int version;
    private int place;

    NpyDictionary(ByteSource source, long start, String text, int version) {
        this.source = source;
        this.start = start;
        this.text = text;
        this.version = version;
    }

    /** What it says of an array. */
    private record Said(NumberType type, ByteOrder order, boolean fortran, ImmutableIntList dims) {}

    NpyHeader header() {
        Said said = said(true);
        return new NpyHeader(said.type, said.order, said.fortran, Shape.of(said.dims));
    }

    /** The array, of which all but the header is read when it is asked for. */
    MappedArray map(FileMark mark, long offset) {
        Said said = said(false);
        if (said.fortran && said.dims.size() > 1) {
            throw source.wrong(
                    start,
                    "an array in C order, whose examples lie one after the other",
                    "Fortran order",
                    "numpy.save of numpy.ascontiguousarray(x) writes it so; Npy.read takes both");
        }
        return MappedArray.of(mark, offset, said.type, said.order, said.dims);
    }

    /** @param whole whether all of it is to fit into a tensor, and not its rows alone */
    private Said said(boolean whole) {
        String kind = null;
        Boolean fortran = null;
        ImmutableIntList shape = null;
        expect("{");
        while (!accept("}")) {
            String key = string();
            expect(":");
            switch (key) {
                case "descr" -> kind = once(key, kind, kind());
                case "fortran_order" -> fortran = once(key, fortran, truth());
                case "shape" -> shape = once(key, shape, shape(whole));
                default -> throw wrong("descr, fortran_order or shape", key);
            }
            if (!accept(",")) {
                expect("}");
                break;
            }
        }
        skipSpace();
        if (place < text.length()) {
            throw wrong("the end of the header", rest());
        }
        if (kind == null || fortran == null || shape == null) {
            throw wrong("descr, fortran_order and shape", "a header without one of them");
        }
        NpyType type = NpyType.of(kind);
        if (type == null || type.type() == null) {
            throw wrong("numbers or truth values, such as <f4 or |b1", kind);
        }
        return new Said(type.type(), type.order(), fortran, shape);
    }

    private <T> T once(String key, @Nullable T before, T now) {
        if (before != null) {
            throw wrong("each key once", key + " again");
        }
        return now;
    }

    /** A string, or a list or tuple as it is written. */
    private String kind() {
        skipSpace();
        if (!text.startsWith("[", place) && !text.startsWith("(", place)) {
            return string();
        }
        int begin = place;
        int open = 0;
        while (open > 0 || place == begin) {
            if (place == text.length()) {
                throw wrong("the end of a list", rest());
            }
            char sign = text.charAt(place);
            if (sign == '\'' || sign == '"') {
                string();
            } else {
                open += "[(".indexOf(sign) >= 0 ? 1 : "])".indexOf(sign) >= 0 ? -1 : 0;
                place++;
            }
        }
        return text.substring(begin, place);
    }

    /** Python 2 wrote a u before it. */
    private String string() {
        skipSpace();
        boolean prefixed = text.startsWith("u'", place) || text.startsWith("u\"", place);
        place += prefixed ? 1 : 0;
        char quote = place < text.length() ? text.charAt(place) : 0;
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, place + 1) : -1;
        if (end < 0) {
            throw wrong("a string in quotes", rest());
        }
        String result = text.substring(place + 1, end);
        place = end + 1;
        return result;
    }

    private boolean truth() {
        if (accept("True")) {
            return true;
        }
        expect("False");
        return false;
    }

    private ImmutableIntList shape(boolean whole) {
        var dims = IntLists.mutable.empty();
        expect("(");
        while (!accept(")")) {
            dims.add(wholeNumber());
            if (!accept(",")) {
                expect(")");
                requireTuple(dims.size());
                break;
            }
        }
        try {
            Shape.of(Arrays.copyOfRange(dims.toArray(), whole ? 0 : Math.min(1, dims.size()), dims.size()));
            return dims.toImmutable();
        } catch (ShapeException e) {
            throw wrong(e.need(), e.got());
        }
    }

    private void requireTuple(int count) {
        if (count == 1) {
            place--;
            throw wrong("a comma, as in (2,)", ")");
        }
    }

    /** Python 2 wrote an L after a long number. */
    private int wholeNumber() {
        skipSpace();
        Matcher written = NUMBER.matcher(text).region(place, text.length());
        int number = written.lookingAt() ? value(written) : -1;
        if (number < 0) {
            throw wrong("a whole number from 0 to " + Integer.MAX_VALUE, rest());
        }
        place = written.end();
        if (version < 3) {
            accept("L");
        }
        return number;
    }

    /** Digits of base 16, 8, 2 or 10, whichever group has them; -1 for what is too large. */
    private static int value(Matcher written) {
        int group = 2;
        while (written.group(group) == null) {
            group++;
        }
        try {
            return Integer.parseInt(written.group(1) + written.group(group).replace("_", ""), RADIX[group - 2]);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private boolean accept(String symbol) {
        skipSpace();
        boolean found = text.startsWith(symbol, place);
        place += found ? symbol.length() : 0;
        return found;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw wrong(symbol, rest());
        }
    }

    private void skipSpace() {
        while (place < text.length() && " \t\r\n\f".indexOf(text.charAt(place)) >= 0) {
            place++;
        }
    }

    private String rest() {
        return place == text.length()
                ? "the end of the header"
                : text.substring(place, Math.min(text.length(), place + 20)).strip();
    }

    private DataException wrong(String need, String got) {
        return source.wrong(start + place, need, got, "");
    }
}
