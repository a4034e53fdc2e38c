package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.autodiff.UpdateRule;
import gradus.nn.NamedParameter;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;
import org.eclipse.collections.api.set.SetIterable;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer remembers of its parameters, and the names under which it is saved: the
 * parameter's full name, a dot, and {@code step} for the number of steps, or the name that the rule
 * gives a tensor.
 */
final class OptimizerState {
    private static final String STEP = "step";
    private static final String OF_ANOTHER = "was it saved of another model?";

    private final ImmutableList<NamedParameter> parameters;
    private final Function<Parameter, Rule> rules;
    private MutableMap<Parameter, Memory> memories = Maps.mutable.empty();

    /** Of these parameters, which change by these rules, as they are when a step is taken. */
    OptimizerState(ImmutableList<NamedParameter> parameters, Function<Parameter, Rule> rules) {
        this.parameters = parameters;
        this.rules = rules;
    }

    /** What is remembered of one parameter. */
    private static final class Memory {
        private final Parameter parameter;
        private final MutableMap<String, Parameter> cells = Maps.mutable.empty();
        private long steps;

        private Memory(Parameter parameter) {
            this.parameter = parameter;
        }

        private Memory copy() {
            Memory copy = new Memory(parameter);
            copy.steps = steps;
            cells.forEachKeyValue((name, cell) -> copy.put(name, cell.value().detach()));
            return copy;
        }

        private Parameter put(String name, Tensor value) {
            Parameter cell = Parameter.of(name + " of " + parameter.qualifiedName(), value);
            cells.put(name, cell);
            return cell;
        }

        /** The cells that a rule wants, made where they are missing. */
        private ImmutableList<Parameter> cells(Rule rule) {
            return rule.memory().collect(name -> {
                @Nullable Parameter cell = cells.get(name);
                return cell != null
                        ? cell
                        : put(name, Tensor.full(parameter.dtype(), parameter.shape(), rule.initial()));
            });
        }
    }

    private Memory of(Parameter parameter) {
        return memories.getIfAbsentPutWithKey(parameter, Memory::new);
    }

    /** The change of a parameter's next step, after so many. */
    @FunctionalInterface
    interface Updates {
        UpdateRule next(Parameter parameter, long steps);
    }

    /** Changes a parameter, and what is remembered of it. */
    @FunctionalInterface
    interface Changer {
        void change(Parameter parameter, ImmutableList<Parameter> memory, UpdateRule update);
    }

    /** Changes these parameters by their next steps, or, if one fails, none of them. */
    void step(ImmutableList<Parameter> used, Updates updates, Changer changer) {
        ImmutableList<UpdateRule> next = used.collect(
                parameter -> updates.next(parameter, memories.containsKey(parameter) ? of(parameter).steps : 0));
        boolean cannotFail = next.zip(used)
                .allSatisfy(pair -> pair.getOne() instanceof UpdateRule.Loop loop
                        && loop.stateSize()
                                == rules.apply(pair.getTwo()).memory().size());
        Runnable undo = cannotFail ? () -> {} : undo(used);
        boolean done = false;
        try {
            used.forEachWithIndex((parameter, index) -> {
                Memory memory = of(parameter);
                changer.change(parameter, memory.cells(rules.apply(parameter)), next.get(index));
                memory.steps++;
            });
            done = true;
        } finally {
            if (!done) {
                undo.run();
            }
        }
    }

    /** What puts everything back as it is now. */
    private Runnable undo(ImmutableList<Parameter> used) {
        ImmutableList<Tensor> values =
                used.collect(parameter -> parameter.value().detach());
        MutableMap<Parameter, Memory> before = memories.collectValues((_, memory) -> memory.copy());
        return () -> {
            used.forEachWithIndex((parameter, index) -> parameter.set(values.get(index)));
            memories = before;
        };
    }

    /** All that the next steps read, with further numbers. */
    SavedState state(String kind, MutableSortedMap<String, Double> numbers) {
        MutableSortedMap<String, Tensor> tensors = SortedMaps.mutable.empty();
        parameters.select(named -> memories.containsKey(named.parameter())).forEach(named -> {
            Memory memory = of(named.parameter());
            numbers.put(named.name() + "." + STEP, (double) memory.steps);
            Rule rule = rules.apply(named.parameter());
            rule.memory()
                    .zip(memory.cells(rule))
                    .forEach(pair -> tensors.put(
                            named.name() + "." + pair.getOne(),
                            pair.getTwo().value().detach()));
        });
        return new SavedState(kind, numbers.toImmutable(), tensors.toImmutable());
    }

    /**
     * Takes all of a state but those numbers, or nothing if something does not fit, is missing or
     * is too much.
     */
    void restore(SavedState state, SetIterable<String> others) {
        MutableMap<Parameter, Memory> next = Maps.mutable.empty();
        state.numbers().keysView().reject(others::contains).forEach(key -> {
            Parameter parameter = owner(state, key);
            if (!key.endsWith("." + STEP)) {
                throw new ArgumentException(state.kind() + ".restore", "numbers of steps", key, "");
            }
            next.getIfAbsentPutWithKey(parameter, Memory::new).steps = state.count(key);
        });
        state.tensors().forEachKeyValue((key, tensor) -> {
            Parameter parameter = owner(state, key);
            requireFits(state.kind() + ".restore, " + key + place(parameter, key), parameter, tensor);
            next.getIfAbsentPutWithKey(parameter, Memory::new)
                    .put(key.substring(key.lastIndexOf('.') + 1), tensor.detach());
        });
        parameters.forEach(named -> {
            @Nullable Memory memory = next.get(named.parameter());
            if (memory != null) {
                requireWhole(state, named, memory);
            }
        });
        memories = next;
    }

    /** Half a memory would go on as if the other half were new. */
    private void requireWhole(SavedState state, NamedParameter named, Memory memory) {
        state.count(named.name() + "." + STEP);
        ImmutableList<String> needed = rules.apply(named.parameter()).memory();
        if (!memory.cells.keysView().toSet().equals(needed.toSet())) {
            throw new ArgumentException(
                    state.kind() + ".restore, " + named.name() + place(named.parameter(), named.name()),
                    needed.isEmpty() ? "nothing remembered but its steps" : needed.makeString(" and "),
                    memory.cells.isEmpty()
                            ? "nothing"
                            : memory.cells.keysView().toSortedList().makeString(" and "),
                    "make the settings as they were when it was saved");
        }
    }

    /** The parameter whose name is what stands before the last dot. */
    private Parameter owner(SavedState state, String key) {
        String name = key.substring(0, Math.max(0, key.lastIndexOf('.')));
        return parameters
                .detectOptional(named -> named.name().equals(name))
                .orElseThrow(() -> new ArgumentException(
                        state.kind() + ".restore",
                        "the state of "
                                + parameters.collect(NamedParameter::name).makeString(),
                        key,
                        "make the model and the optimizer, with its groups, as they were when it was saved"))
                .parameter();
    }

    /**
     * A parameter in words: with its place in its model, or, if it is in none, with the name that
     * it has here.
     */
    static String inWords(NamedParameter named) {
        Parameter parameter = named.parameter();
        boolean isPlaced = !parameter.qualifiedName().equals(parameter.name());
        return isPlaced ? parameter.toString() : named.name() + " " + parameter.dtype() + parameter.shape();
    }

    /** Which parameter it is, where the name in the state does not say so. */
    private static String place(Parameter parameter, String key) {
        String name = parameter.qualifiedName();
        return name.equals(parameter.name()) || key.equals(name) || key.startsWith(name + ".")
                ? ""
                : " of parameter " + name;
    }

    private static void requireFits(String operator, Parameter parameter, Tensor saved) {
        if (!saved.shape().equals(parameter.shape())) {
            throw new ShapeException(
                    operator, "shape " + parameter.shape(), saved.shape().toString(), OF_ANOTHER);
        }
        if (saved.dtype() != parameter.dtype()) {
            throw new ElementTypeException(
                    operator, "type " + parameter.dtype(), saved.dtype().toString(), OF_ANOTHER);
        }
    }
}
