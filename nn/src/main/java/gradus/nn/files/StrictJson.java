package gradus.nn.files;

import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON read token by token, each checked; in a whole file names that occur twice in an object are
 * refused. Memory grows with the text alone.
 */
final class StrictJson {
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** For texts whose reader looks after the names that mean something itself. */
    private static final JsonFactory PLAIN = new JsonFactory();

    private static final long MOST_BYTES = 1 << 26;

    private static final StreamReadConstraints MOST = StreamReadConstraints.defaults();
    private static final String LIMITS = "JSON of at most " + MOST.getMaxNestingDepth() + " levels, names of "
            + MOST.getMaxNameLength() + " characters, texts of " + MOST.getMaxStringLength() + " and numbers of "
            + MOST.getMaxNumberLength();

    private final Path file;
    private final long start;
    private final String whole;
    private final JsonParser parser;

    private StrictJson(Path file, long start, String whole, JsonParser parser) {
        this.file = file;
        this.start = start;
        this.whole = whole;
        this.parser = parser;
    }

    /** What is done with the text. */
    interface Reader<T> {
        T read(StrictJson json);
    }

    /** Reads a whole file. */
    static <T> T read(Path file, Reader<T> reader) {
        return ByteSource.readPlain(file, source -> {
            requireText(source);
            try {
                return read(
                        file, 0, "file", () -> STRICT.createParser(ObjectReadContext.empty(), source.stream()), reader);
            } catch (JacksonIOException e) {
                throw e.getCause();
            }
        });
    }

    /**
     * What people take for JSON, said by its name; and no more than memory can hold of what JSON
     * becomes there.
     */
    private static void requireText(ByteSource source) throws IOException {
        InputStream in = source.stream();
        in.mark(FileKind.LENGTH);
        FileKind kind = FileKind.of(in.readNBytes(FileKind.LENGTH));
        in.reset();
        if (kind != null && kind != FileKind.JSON) {
            throw source.wrong(0, "JSON", kind.text(), hint(kind));
        }
        if (source.remaining() > MOST_BYTES) {
            throw source.wrong(
                    0,
                    "at most " + MOST_BYTES + " bytes of JSON",
                    source.remaining() + "",
                    "safetensors has no such limit");
        }
    }

    private static String hint(FileKind kind) {
        return switch (kind) {
            case ZIP -> FileKind.OF_TORCH;
            case SAFETENSORS -> "its name has to end in .safetensors";
            default -> kind.hint();
        };
    }

    /**
     * Reads a text that is in a file from byte {@code start} on. Names that occur twice are left to
     * {@link #requireFirst}.
     */
    static <T> T read(Path file, long start, String whole, byte[] text, Reader<T> reader) {
        return read(file, start, whole, () -> PLAIN.createParser(ObjectReadContext.empty(), text), reader);
    }

    private static <T> T read(Path file, long start, String whole, Supplier<JsonParser> opening, Reader<T> reader) {
        try (JsonParser parser = opening.get()) {
            return reader.read(new StrictJson(file, start, whole, parser));
        } catch (JacksonIOException e) {
            if (e.getCause() instanceof CharConversionException) {
                throw at(file, start, e, "readable JSON", firstLine(e), "JSON is UTF-8");
            }
            throw e;
        } catch (UnexpectedEndOfInputException e) {
            throw at(file, start, e, "more JSON", "the end of the " + whole, "truncated?");
        } catch (StreamConstraintsException e) {
            throw at(file, start, e, LIMITS, beyond(e), "write it with less, or without what nobody needs");
        } catch (JacksonException e) {
            throw at(file, start, e, "readable JSON", firstLine(e), "");
        }
    }

    /** What is too much, without the limit, which has been named. */
    private static String beyond(StreamConstraintsException e) {
        return firstLine(e).replaceFirst(" exceeds .*", "");
    }

    private static String firstLine(JacksonException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static DataException at(
            Path file, long start, JacksonException cause, String need, String got, String hint) {
        long inText = cause.getLocation() == null ? -1 : cause.getLocation().getByteOffset();
        long offset = inText < 0 ? DataException.NOWHERE : start + inText;
        var exception = new DataException(file, offset, need, got, hint);
        exception.initCause(cause);
        return exception;
    }

    /** Moves on, and says whether that is past the members of an object or list. */
    boolean ends(JsonToken end) {
        return parser.nextToken() == end;
    }

    boolean is(JsonToken token) {
        return parser.currentToken() == token;
    }

    boolean isNumber() {
        return parser.currentToken() != null && parser.currentToken().isNumeric();
    }

    /** The current token as it is written. */
    String raw() {
        return parser.getString();
    }

    /** The current property's name. */
    String name() {
        requireUnicode(parser.currentName());
        return parser.currentName();
    }

    /** Checks that the current property was not there before. */
    void requireFirst(boolean first) {
        require(first, "each name once");
    }

    private void requireUnicode(String text) {
        boolean plain = text.chars().noneMatch(sign -> Character.isSurrogate((char) sign));
        require(plain || StandardCharsets.UTF_8.newEncoder().canEncode(text), "Unicode, no half of a surrogate pair");
    }

    void begin(JsonToken token, String need) {
        parser.nextToken();
        require(is(token), need);
    }

    void property(String name) {
        parser.nextToken();
        require(is(JsonToken.PROPERTY_NAME) && parser.currentName().equals(name), "\"" + name + "\"");
    }

    String text() {
        begin(JsonToken.VALUE_STRING, "a string");
        requireUnicode(parser.getString());
        return parser.getString();
    }

    int wholeNumber() {
        parser.nextToken();
        return currentWholeNumber();
    }

    int currentWholeNumber() {
        require(is(JsonToken.VALUE_NUMBER_INT), "a whole number");
        return parser.getIntValue();
    }

    long longWholeNumber() {
        begin(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getLongValue();
    }

    /** Reads over the value of a property, whatever it is. */
    void skip() {
        parser.nextToken();
        parser.skipChildren();
    }

    ImmutableSortedMap<String, String> strings() {
        parser.nextToken();
        return currentStrings();
    }

    /** As {@link #strings}, or nothing where there is null. */
    ImmutableSortedMap<String, String> stringsOrNull() {
        parser.nextToken();
        return is(JsonToken.VALUE_NULL) ? SortedMaps.immutable.empty() : currentStrings();
    }

    private ImmutableSortedMap<String, String> currentStrings() {
        MutableSortedMap<String, String> strings = SortedMaps.mutable.empty();
        require(is(JsonToken.START_OBJECT), "an object of strings");
        while (!ends(JsonToken.END_OBJECT)) {
            String key = name();
            requireFirst(!strings.containsKey(key));
            strings.put(key, text());
        }
        return strings.toImmutable();
    }

    /** A list of whole numbers, none of them negative. */
    ImmutableLongList lengths() {
        MutableLongList lengths = LongLists.mutable.empty();
        begin(JsonToken.START_ARRAY, "a list of axis lengths");
        while (!ends(JsonToken.END_ARRAY)) {
            require(is(JsonToken.VALUE_NUMBER_INT), "a whole number");
            require(!raw().startsWith("-"), "axis lengths of 0 or more");
            lengths.add(parser.getLongValue());
        }
        return lengths.toImmutable();
    }

    Shape shape() {
        MutableIntList dims = IntLists.mutable.empty();
        begin(JsonToken.START_ARRAY, "a list of axis lengths");
        while (!ends(JsonToken.END_ARRAY)) {
            dims.add(currentWholeNumber());
        }
        try {
            return Shape.of(dims.toImmutable());
        } catch (ShapeException e) {
            throw wrong(e.need(), e.got());
        }
    }

    void end() {
        require(parser.nextToken() == null, "the end of the " + whole);
    }

    void require(boolean holds, String need) {
        require(holds, need, "");
    }

    void require(boolean holds, String need, String hint) {
        if (!holds) {
            throw wrong(need, parser.currentToken() == null ? "the end of the " + whole : parser.getString(), hint);
        }
    }

    /** An error at the current token. */
    DataException wrong(String need, String got) {
        return wrong(need, got, "");
    }

    private DataException wrong(String need, String got, String hint) {
        var place = parser.currentToken() == null ? parser.currentLocation() : parser.currentTokenLocation();
        return new DataException(file, start + place.getByteOffset(), need, got, hint);
    }
}
