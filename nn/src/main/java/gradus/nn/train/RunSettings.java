package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.nn.Model;
import gradus.nn.optim.Optimizer;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;

/**
 * What has to be as it was for a training to go on with the same bits, in words by name, as the
 * user set it: the learning rate, for example, is the one before {@link gradus.nn.optim.OnPlateau}
 * lowered it. How long to train is not in it.
 */
record RunSettings(ImmutableSortedMap<String, String> words) {
    private static final String LEARNING_RATE = "learning rate";
    private static final String SHARDS = "shards";
    private static final String NONE = "none";

    /** The settings of a run that is about to begin. */
    static RunSettings of(TrainingPlan plan) {
        MutableSortedMap<String, String> words = SortedMaps.mutable.empty();
        Optimizer optimizer = plan.optimizer();
        words.put("seed", plan.seed() + "");
        words.put("data", plan.material().words());
        words.put("batch size", plan.batchSize() + "");
        words.put("evaluation batch size", plan.evaluationBatchSize() + "");
        words.put(SHARDS, plan.shards().count() + "");
        words.put(
                "validation",
                plan.validation() == null ? NONE : plan.validation().toString());
        words.put("measurements", plan.names().makeString());
        words.put("model", description(plan.model()));
        words.put(
                "optimizer",
                optimizer.steadySettings().makeString(optimizer.rule().name() + "(", ", ", ")"));
        words.put(LEARNING_RATE, plan.schedule() == null ? rate(optimizer) : "set by a schedule");
        words.put("onPlateau", plan.plateau() == null ? NONE : plan.plateau().toString());
        words.put(
                "early stopping",
                plan.earlyStopping() == null ? NONE : plan.earlyStopping().inWords());
        return new RunSettings(words.toImmutable());
    }

    private static String rate(Optimizer optimizer) {
        return Double.isNaN(optimizer.learningRate()) ? "not set" : optimizer.learningRate() + "";
    }

    /**
     * The model's description; a layer that is a lambda expression has another name in each run.
     */
    private static String description(Model model) {
        return model.description().replaceAll("\\w+\\$\\$Lambda[^,)]*", "a function");
    }

    /**
     * Refuses settings that are not these.
     *
     * @param rate the learning rate that these had become in the end: it may be set again too, as
     *     by a trainer that goes on itself
     */
    void requireSame(RunSettings now, double rate, Path file) {
        ImmutableList<String> other = words.keysView()
                .toSortedSet()
                .withAll(now.words.keysView())
                .select(name -> !current(word(name)).equals(now.word(name)))
                .reject(name -> name.equals(LEARNING_RATE) && (rate + "").equals(now.word(name)))
                .toList()
                .toImmutable();
        if (other.notEmpty()) {
            throw new ArgumentException(
                    "Trainer.resume",
                    inWords(other) + ", as in " + file,
                    now.inWords(other),
                    "to go on with other settings, resume with these and no more epochs, then train with the others");
        }
    }

    /** Older files say of a group without a learning rate of its own that it is NaN. */
    private static String current(String words) {
        return words.replaceAll("\\(learning rate NaN(, )?", "(");
    }

    /** Files from before there were shards do not name them. */
    private String word(String name) {
        return words.getIfAbsentValue(name, name.equals(SHARDS) ? "1" : NONE);
    }

    private String inWords(ImmutableList<String> names) {
        return names.collect(name -> name + " " + word(name)).makeString();
    }
}
