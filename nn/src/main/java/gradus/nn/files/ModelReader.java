package gradus.nn.files;

import gradus.autodiff.DType;
import gradus.autodiff.GradusException;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.FloatLists;
import tools.jackson.core.JsonToken;

/** Reads saved models from the JSON format that {@link SavedModel} describes, and checks everything. */
final class ModelReader {
    private final StrictJson json;

    private ModelReader(StrictJson json) {
        this.json = json;
    }

    static SavedModel read(Path file) {
        return StrictJson.read(file, json -> new ModelReader(json).read());
    }

    private SavedModel read() {
        json.begin(JsonToken.START_OBJECT, "a JSON object");
        json.property("format");
        json.require(json.text().equals(ModelWriter.FORMAT), "the format \"" + ModelWriter.FORMAT + "\"");
        json.property("version");
        json.require(json.wholeNumber() == ModelWriter.VERSION, "version " + ModelWriter.VERSION);
        json.property("metadata");
        var metadata = json.strings();
        json.property("parameters");
        var values = values();
        json.begin(JsonToken.END_OBJECT, "the end of the object");
        json.end();
        return new SavedModel(metadata, values);
    }

    private ImmutableList<SavedModel.Value> values() {
        MutableList<SavedModel.Value> values = Lists.mutable.empty();
        MutableSet<String> names = Sets.mutable.empty();
        json.begin(JsonToken.START_ARRAY, "a list of parameters");
        while (!json.ends(JsonToken.END_ARRAY)) {
            json.require(json.is(JsonToken.START_OBJECT), "a parameter, an object");
            SavedModel.Value value = value();
            json.require(names.add(value.name()), "each name once: " + value.name());
            values.add(value);
        }
        return values.toImmutable();
    }

    private SavedModel.Value value() {
        json.property("name");
        String name = json.text();
        json.property("type");
        String type = json.text();
        json.require(type.equals("F32") || type.equals("F64"), "the type F32 or F64");
        json.property("shape");
        Shape shape = json.shape();
        json.property("values");
        Tensor numbers = type.equals(DType.F32.name()) ? floats(shape) : doubles(shape);
        json.begin(JsonToken.END_OBJECT, "the end of the parameter");
        return new SavedModel.Value(name, numbers.reshape(shape));
    }

    private Tensor floats(Shape shape) {
        var numbers = FloatLists.mutable.empty();
        json.begin(JsonToken.START_ARRAY, "a list of numbers");
        while (!json.ends(JsonToken.END_ARRAY)) {
            requireAtMost(shape, numbers.size() + 1);
            float number = Float.parseFloat(number());
            json.require(Float.isFinite(number) || json.is(JsonToken.VALUE_STRING), "a number of type F32");
            numbers.add(number);
        }
        requireSize(shape, numbers.size());
        return Tensor.of(numbers.toArray());
    }

    private Tensor doubles(Shape shape) {
        var numbers = DoubleLists.mutable.empty();
        json.begin(JsonToken.START_ARRAY, "a list of numbers");
        while (!json.ends(JsonToken.END_ARRAY)) {
            requireAtMost(shape, numbers.size() + 1);
            double number = Double.parseDouble(number());
            json.require(Double.isFinite(number) || json.is(JsonToken.VALUE_STRING), "a number of type F64");
            numbers.add(number);
        }
        requireSize(shape, numbers.size());
        return Tensor.of(numbers.toArray());
    }

    /** The current number as text, so that each type parses it with one rounding only. */
    private String number() {
        String text = json.raw();
        boolean named = json.is(JsonToken.VALUE_STRING)
                && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"));
        json.require(json.isNumber() || named, "a number");
        return text;
    }

    private void requireAtMost(Shape shape, int count) {
        if (count > shape.size()) {
            throw json.wrong(GradusException.counted(shape.size(), "value") + " for the shape " + shape, "more");
        }
    }

    private void requireSize(Shape shape, int count) {
        if (count != shape.size()) {
            throw json.wrong(GradusException.counted(shape.size(), "value") + " for the shape " + shape, count + "");
        }
    }
}
