package gradus.spark.ml;

import gradus.autodiff.ArgumentException;
import java.lang.reflect.Modifier;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/** A parameter that holds an architecture. In a saved folder it is the name of its class. */
public final class ArchitectureParam extends Param<Architecture> {
    private static final long serialVersionUID = 1L;

    private final Param<String> names;

    ArchitectureParam(Identifiable parent, String name, String doc) {
        super(parent, name, doc);
        names = new Param<>(parent, name, doc);
    }

    /**
     * The name of its class.
     *
     * @throws ArgumentException unless it is public and has a public constructor without arguments
     */
    @Override
    public String jsonEncode(Architecture value) {
        requireName(value);
        return names.jsonEncode(value.getClass().getName());
    }

    static void requireName(Architecture value) {
        if (!canBeMade(value.getClass())) {
            throw new ArgumentException(
                    "save",
                    "an architecture that is a public class with a public constructor without arguments",
                    value.getClass().getName(),
                    "a public record without components is one, a lambda expression is not");
        }
    }

    private static boolean canBeMade(Class<?> type) {
        try {
            return !type.isHidden()
                    && Modifier.isPublic(type.getConstructor().getModifiers())
                    && Modifier.isPublic(type.getModifiers());
        } catch (NoSuchMethodException _) {
            return false;
        }
    }

    /**
     * An architecture of the class of that name.
     *
     * @throws ArgumentException if there is none, or it is no architecture
     */
    @Override
    public Architecture jsonDecode(String json) {
        String name = names.jsonDecode(json);
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader())
                    .asSubclass(Architecture.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException problem) {
            throw new ArgumentException(
                    "load",
                    "the class of its architecture, as it was saved",
                    name + " (" + problem + ")",
                    "is its jar here?");
        }
    }
}
