package gradus.laws;

import gradus.autodiff.Axes;
import gradus.autodiff.Convolution;
import gradus.autodiff.FusedNormalization;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Op;
import gradus.autodiff.Shape;
import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Taps;
import java.lang.reflect.RecordComponent;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * One operator of a class, with settings that mean nothing. A {@code switch} over operators needs
 * one to find the class's row, and the row is then asked how settings are drawn.
 */
final class Prototype {
    private static final ImmutableMap<Class<?>, Object> OBJECTS = Maps.immutable
            .<Class<?>, Object>with(Shape.class, Shape.SCALAR)
            .newWithKeyValue(Axes.class, Axes.ALL)
            .newWithKeyValue(Indices.class, Indices.of(0))
            .newWithKeyValue(Mask.class, Mask.of(Shape.SCALAR, true))
            .newWithKeyValue(Convolution.class, Convolution.valid())
            .newWithKeyValue(ImmutableIntList.class, IntLists.immutable.empty())
            .newWithKeyValue(Taps.class, Taps.at(1, 0))
            .newWithKeyValue(SlidingWindow.class, SlidingWindow.of(1))
            .newWithKeyValue(FusedNormalization.How.class, new FusedNormalization.How(Axes.ALL, true, 1))
            .newWithKeyValue(boolean.class, false);

    private Prototype() {}

    /** Numbers among the settings are 0, 1, 2, ... in order, so that bounds are. */
    static Op of(Class<? extends Op> operator) {
        RecordComponent[] components = operator.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] settings = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            settings[i] = setting(types[i], i);
        }
        try {
            var constructor = operator.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(settings);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no prototype of " + Operators.name(operator), e);
        }
    }

    private static Object setting(Class<?> type, int place) {
        if (type == int.class) {
            return place;
        }
        if (type == double.class) {
            return (double) place;
        }
        Object setting = OBJECTS.get(type);
        if (setting == null) {
            throw new AssertionError("settings of " + type + " are new: Prototype needs one to begin with");
        }
        return setting;
    }
}
