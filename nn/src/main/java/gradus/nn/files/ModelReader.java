package gradus.nn.files;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.FloatLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Reads saved models from the format that {@link SavedModel} describes, and checks everything. Memory grows with the file alone. */
final class ModelReader {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final Path file;
    private final JsonParser json;

    private ModelReader(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    static SavedModel read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    file,
                    DataException.NOWHERE,
                    "a file",
                    Files.exists(file) ? "a folder" : "nothing of that name",
                    "");
        }
        try (JsonParser json = STRICT.createParser(file)) {
            return new ModelReader(file, json).read();
        } catch (UnexpectedEndOfInputException e) {
            throw caused(at(file, e, "more JSON", "the end of the file", "truncated?"), e);
        } catch (JacksonException e) {
            throw caused(
                    at(
                            file,
                            e,
                            "readable JSON",
                            e.getOriginalMessage().lines().findFirst().orElse(""),
                            ""),
                    e);
        }
    }

    private static DataException at(Path file, JacksonException e, String need, String got, String hint) {
        long offset = e.getLocation() == null
                ? DataException.NOWHERE
                : e.getLocation().getByteOffset();
        return new DataException(file, offset, need, got, hint);
    }

    private static DataException caused(DataException exception, JacksonException cause) {
        exception.initCause(cause);
        return exception;
    }

    private SavedModel read() {
        begin(JsonToken.START_OBJECT, "a JSON object");
        property("format");
        require(text().equals(ModelWriter.FORMAT), "the format \"" + ModelWriter.FORMAT + "\"");
        property("version");
        require(wholeNumber() == ModelWriter.VERSION, "version " + ModelWriter.VERSION);
        property("metadata");
        var metadata = metadata();
        property("parameters");
        var values = values();
        begin(JsonToken.END_OBJECT, "the end of the object");
        require(json.nextToken() == null, "the end of the file");
        return new SavedModel(metadata.toImmutable(), values.toImmutable());
    }

    private MutableSortedMap<String, String> metadata() {
        MutableSortedMap<String, String> metadata = SortedMaps.mutable.empty();
        begin(JsonToken.START_OBJECT, "an object of strings");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            metadata.put(key, text());
        }
        return metadata;
    }

    private MutableList<SavedModel.Value> values() {
        MutableList<SavedModel.Value> values = Lists.mutable.empty();
        begin(JsonToken.START_ARRAY, "a list of parameters");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.START_OBJECT, "a parameter, an object");
            SavedModel.Value value = value();
            require(values.noneSatisfy(other -> other.name().equals(value.name())), "each name once: " + value.name());
            values.add(value);
        }
        return values;
    }

    private SavedModel.Value value() {
        property("name");
        String name = text();
        property("type");
        String type = text();
        require(type.equals("F32") || type.equals("F64"), "the type F32 or F64");
        property("shape");
        Shape shape = shape();
        property("values");
        Tensor numbers = type.equals(DType.F32.name()) ? floats(shape) : doubles(shape);
        begin(JsonToken.END_OBJECT, "the end of the parameter");
        return new SavedModel.Value(name, numbers.reshape(shape));
    }

    private Shape shape() {
        MutableIntList dims = IntLists.mutable.empty();
        begin(JsonToken.START_ARRAY, "a list of axis lengths");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            dims.add(currentWholeNumber());
        }
        try {
            return Shape.of(dims.toImmutable());
        } catch (ShapeException e) {
            throw wrong(e.need(), e.got());
        }
    }

    private Tensor floats(Shape shape) {
        var numbers = FloatLists.mutable.empty();
        begin(JsonToken.START_ARRAY, "a list of numbers");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            requireAtMost(shape, numbers.size() + 1);
            float number = Float.parseFloat(number());
            require(Float.isFinite(number) || json.currentToken() == JsonToken.VALUE_STRING, "a number of type F32");
            numbers.add(number);
        }
        requireSize(shape, numbers.size());
        return Tensor.of(numbers.toArray());
    }

    private Tensor doubles(Shape shape) {
        var numbers = DoubleLists.mutable.empty();
        begin(JsonToken.START_ARRAY, "a list of numbers");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            requireAtMost(shape, numbers.size() + 1);
            double number = Double.parseDouble(number());
            require(Double.isFinite(number) || json.currentToken() == JsonToken.VALUE_STRING, "a number of type F64");
            numbers.add(number);
        }
        requireSize(shape, numbers.size());
        return Tensor.of(numbers.toArray());
    }

    /** The current number as text, so that each type parses it with one rounding only. */
    private String number() {
        String text = json.getString();
        boolean number = json.currentToken().isNumeric();
        boolean named = json.currentToken() == JsonToken.VALUE_STRING
                && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"));
        require(number || named, "a number");
        return text;
    }

    private void requireAtMost(Shape shape, int count) {
        if (count > shape.size()) {
            throw wrong(shape.size() + " values for the shape " + shape, "more");
        }
    }

    private void requireSize(Shape shape, int count) {
        if (count != shape.size()) {
            throw wrong(shape.size() + " values for the shape " + shape, count + "");
        }
    }

    private void property(String name) {
        json.nextToken();
        require(
                json.currentToken() == JsonToken.PROPERTY_NAME
                        && json.currentName().equals(name),
                "\"" + name + "\"");
    }

    private String text() {
        begin(JsonToken.VALUE_STRING, "a string");
        return json.getString();
    }

    private int wholeNumber() {
        json.nextToken();
        return currentWholeNumber();
    }

    private int currentWholeNumber() {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "a whole number");
        return json.getIntValue();
    }

    private void begin(JsonToken token, String need) {
        json.nextToken();
        require(json.currentToken() == token, need);
    }

    private void require(boolean holds, String need) {
        if (!holds) {
            throw wrong(need, json.currentToken() == null ? "the end of the file" : json.getString());
        }
    }

    private DataException wrong(String need, String got) {
        var place = json.currentToken() == null ? json.currentLocation() : json.currentTokenLocation();
        return new DataException(file, place.getByteOffset(), need, got, "");
    }
}
