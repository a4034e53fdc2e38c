package gradus.nn.files;

import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.jspecify.annotations.Nullable;

/**
 * A type of NumPy's: of numbers or truth values, in an order of bytes.
 *
 * @param type null where no tensor holds the elements, such as texts
 */
record NpyType(@Nullable NumberType type, ByteOrder order) {
    /**
     * Kind and bytes as NumPy writes them, letters, and names: whatever {@code numpy.dtype} of
     * NumPy 2 takes for a number where {@code long} has 64 bits.
     */
    private static final ImmutableMap<NumberType, String> NAMES = names();

    private static final ImmutableMap<String, NumberType> TYPES = types();

    /** How long a code can be; a byte order stands before codes alone, not before names. */
    private static final int CODE = 2;

    private static final Pattern MARKED = Pattern.compile("([<>=|]?)(.*)");

    /** Long and complex numbers, texts, bytes, objects, times and structures. */
    private static final Pattern UNHELD =
            Pattern.compile("f1[26]|g|c(8|16|24|32)|[FDGOSUVMm]|O8|[SUVa]\\d+|[Mm]8(\\[.*])?|.*,.*|\\[.*|\\(.*"
                    + "|complex.*|object|str|bytes|void|datetime64.*|timedelta64.*|longdouble|clongdouble");

    /** The type of that name, or null if NumPy has none. */
    static @Nullable NpyType of(String name) {
        Matcher parts = MARKED.matcher(name);
        if (!parts.matches()) {
            return null;
        }
        NumberType type = TYPES.get(parts.group(2));
        if (type != null && !parts.group(1).isEmpty() && parts.group(2).length() > CODE) {
            return null;
        }
        return type == null && !UNHELD.matcher(parts.group(2)).matches()
                ? null
                : new NpyType(type, order(parts.group(1)));
    }

    private static ImmutableMap<NumberType, String> names() {
        MutableMap<NumberType, String> names = Maps.mutable.empty();
        names.put(NumberType.F64, "f8 d float64 double float");
        names.put(NumberType.F32, "f4 f float32 single");
        names.put(NumberType.F16, "f2 e float16 half");
        names.put(NumberType.I64, "i8 q l n p int64 int int_ intp long longlong");
        names.put(NumberType.I32, "i4 i int32 intc");
        names.put(NumberType.I16, "i2 h int16 short");
        names.put(NumberType.I8, "i1 b int8 byte");
        names.put(NumberType.U64, "u8 Q L N P uint64 uint uintp ulong ulonglong");
        names.put(NumberType.U32, "u4 I uint32 uintc");
        names.put(NumberType.U16, "u2 H uint16 ushort");
        names.put(NumberType.U8, "u1 B uint8 ubyte");
        names.put(NumberType.BOOL, "b1 ? bool bool_");
        return names.toImmutable();
    }

    private static ImmutableMap<String, NumberType> types() {
        MutableMap<String, NumberType> types = Maps.mutable.empty();
        NAMES.forEachKeyValue(
                (type, names) -> Lists.immutable.with(names.split(" ")).each(name -> types.put(name, type)));
        return types.toImmutable();
    }

    private static ByteOrder order(String mark) {
        return switch (mark) {
            case "<" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
    }

    /** Kind and bytes of a type, or null if NumPy has none such. */
    static @Nullable String nameOf(NumberType type) {
        String names = NAMES.get(type);
        return names == null ? null : names.substring(0, 2);
    }
}
