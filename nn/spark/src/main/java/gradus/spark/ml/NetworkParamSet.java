package gradus.spark.ml;

import gradus.nn.optim.Adagrad;
import gradus.nn.optim.Adam;
import gradus.nn.optim.AdamW;
import gradus.nn.optim.RMSprop;
import gradus.nn.optim.Rule;
import gradus.nn.optim.SGD;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;

/** The parameters that an estimator and its model have, with their documentation and defaults. */
record NetworkParamSet(
        IntArrayParam hiddenLayers,
        Param<String> activation,
        ArchitectureParam architecture,
        IntParam maxIter,
        IntParam batchSize,
        DoubleParam stepSize,
        Param<String> solver,
        LongParam seed,
        IntParam shards,
        IntParam workers,
        Param<String> checkpointDir,
        IntParam checkpointInterval)
        implements Serializable {

    static final Map<String, Supplier<Rule>> SOLVERS = Map.of(
            "adagrad", Adagrad::new,
            "adam", Adam::new,
            "adamw", AdamW::new,
            "rmsprop", RMSprop::new,
            "sgd", SGD::new);

    /** Those of a parent that has a uid already. */
    static NetworkParamSet of(Params parent) {
        NetworkParamSet set = new NetworkParamSet(
                new IntArrayParam(
                        parent, "hiddenLayers", "sizes of the hidden layers, none or more, each at least 1", (Function1<
                                                int[], Object>
                                        & Serializable)
                                sizes -> Arrays.stream(sizes).allMatch(size -> size >= 1)),
                oneOf(parent, "activation", "what follows each hidden layer", FullyConnected.ACTIVATIONS),
                new ArchitectureParam(
                        parent, "architecture", "makes the network, instead of hiddenLayers and activation"),
                positive(parent, "maxIter", "number of epochs"),
                positive(parent, "batchSize", "examples of a step"),
                new DoubleParam(parent, "stepSize", "learning rate, above 0", ParamValidators.gt(0)),
                oneOf(parent, "solver", "rule of the optimizer", SOLVERS),
                new LongParam(parent, "seed", "of the first weights, the order of examples and dropout"),
                positive(parent, "shards", "parts of a batch, at least as many as workers; other numbers, other bits"),
                positive(parent, "workers", "tasks that train together"),
                new Param<>(parent, "checkpointDir", "folder for checkpoints of this training alone"),
                positive(parent, "checkpointInterval", "epochs from one checkpoint to the next"));
        set.setDefaults(parent);
        return set;
    }

    /** What Spark says of a parameter, with the numbers of an array in place of its address. */
    static String explained(Params owner, Param<?> param, String bySpark) {
        return inWords("current: ", owner.get(param), inWords("default: ", owner.getDefault(param), bySpark));
    }

    private static String inWords(String before, Option<?> value, String text) {
        @Nullable Object held = value.isDefined() ? value.get() : null;
        @Nullable
        String words = switch (held) {
            case int[] numbers -> Arrays.toString(numbers);
            case double[] numbers -> Arrays.toString(numbers);
            case null, default -> null;
        };
        return words == null ? text : text.replace(before + held, before + words);
    }

    private static IntParam positive(Params parent, String name, String doc) {
        return new IntParam(parent, name, doc + ", 1 or more", ParamValidators.gtEq(1));
    }

    private static Param<String> oneOf(Params parent, String name, String doc, Map<String, ?> choices) {
        var names = Lists.immutable.withAll(choices.keySet()).toSortedList();
        return new Param<>(
                parent, name, doc + ": " + names.makeString(), ParamValidators.inArray(Lists.fixedSize.withAll(names)));
    }

    private void setDefaults(Params parent) {
        parent.setDefault(hiddenLayers, new int[] {100});
        parent.setDefault(activation, "relu");
        parent.setDefault(maxIter, 20);
        parent.setDefault(batchSize, 128);
        parent.setDefault(stepSize, 1e-3);
        parent.setDefault(solver, "adam");
        parent.setDefault(seed, 0L);
        parent.setDefault(shards, 8);
        parent.setDefault(workers, 1);
        parent.setDefault(checkpointInterval, 1);
    }
}
