package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.set.ImmutableSet;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the inputs that models were trained on: a note at the cell of a model's first
 * parameter, or buffer, which goes where the cell goes, and into frozen copies. There may be one for
 * each model that the cell is in, told apart by the names of what is in the model: the same layers
 * behind a {@code Standardize} get other inputs.
 *
 * @param known by the names of the parameters and buffers of the model
 */
record InputMemory(ImmutableMap<ImmutableSet<String>, Known> known) {
    /**
     * What is known for one model.
     *
     * @param isSaid whether it was warned of others
     */
    record Known(SeenInputs inputs, AtomicBoolean isSaid) {}

    /** The first cell of a model, and all that have names. */
    private record Place(
            ImmutableList<NamedParameter> parameters,
            ImmutableList<NamedBuffer> buffers,
            @Nullable Object note,
            Consumer<@Nullable Object> noting) {
        @Nullable
        InputMemory memory() {
            return note instanceof InputMemory memory ? memory : null;
        }

        ImmutableSet<String> names() {
            return parameters
                    .collect(NamedParameter::name)
                    .newWithAll(buffers.collect(NamedBuffer::name))
                    .toImmutableSet();
        }
    }

    /** Remembers it for a model, in place of what was remembered; nothing if it is null. */
    static synchronized void remember(Model model, @Nullable SeenInputs inputs) {
        @Nullable Place place = place(model);
        if (place != null) {
            @Nullable InputMemory memory = place.memory();
            ImmutableSet<String> names = place.names();
            ImmutableMap<ImmutableSet<String>, Known> others =
                    memory == null ? Maps.immutable.empty() : memory.known.newWithoutKey(names);
            place.noting.accept(new InputMemory(
                    inputs == null ? others : others.newWithKeyValue(names, new Known(inputs, new AtomicBoolean()))));
        }
    }

    /** What is remembered for a model, or null. Names are looked at only where something is. */
    static @Nullable Known of(Model model) {
        @Nullable Place place = place(model);
        if (place == null) {
            return null;
        }
        @Nullable InputMemory memory = place.memory();
        return memory == null ? null : memory.known.get(place.names());
    }

    /** Null for a model without cells, or one that does not say what it is made of. */
    private static @Nullable Place place(Model model) {
        try {
            ImmutableList<NamedParameter> parameters = NamedParameter.listed(model);
            ImmutableList<NamedBuffer> buffers = NamedBuffer.listed(model);
            if (parameters.notEmpty()) {
                Parameter first = parameters.getFirst().parameter();
                return new Place(parameters, buffers, first.note(), first::note);
            }
            if (buffers.notEmpty()) {
                Buffer first = buffers.getFirst().buffer();
                return new Place(parameters, buffers, first.note(), first::note);
            }
            return null;
        } catch (ArgumentException _) {
            return null;
        }
    }
}
