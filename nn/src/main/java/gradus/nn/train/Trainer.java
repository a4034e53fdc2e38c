package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.Model;
import gradus.nn.data.Dataset;
import gradus.nn.data.ShardedDataset;
import gradus.nn.data.StreamedDataset;
import gradus.nn.metrics.Metric;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.Schedule;
import gradus.nn.train.TrainingPlan.Material;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: the loop over epochs and batches, with what belongs to it.
 *
 * {@snippet lang = java :
 * var split = mnist.train().shuffled(random).stratifiedHoldOut(0.1); // a tenth of each class to validate with
 * var sgd = new SGD().momentum(0.9).of(model.parameters()).learningRate(0.1);
 * var history = Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), sgd)
 *         .epochs(20).batchSize(50).seed(7)
 *         .metric("accuracy", Accuracy::of).validation(split.validation())
 *         .earlyStopping(EarlyStopping.patience(3)).listener(new TrainingProgress())
 *         .train(split.train());
 * history.last().get("validation accuracy");
 * }
 *
 * <p>In a step the model is applied with {@link gradus.nn.Mode#training}, for the validation with
 * {@link gradus.nn.Mode#evaluation}. The order of the examples and what layers draw come from the
 * seed and the number of the epoch alone. A loss, also of the validation, a gradient or a parameter
 * that is not finite, and, but for {@link #untilNotFinite}, a loss on its way to infinity, end the
 * training with a {@link DivergenceException}, before the step where possible and always before a
 * checkpoint is written.
 *
 * <p>What looks like a mistake, such as a rate far too high or pixels from 0 to 255, is said after
 * the first epoch: a {@link Hint}.
 *
 * <p>Each step runs in a {@link gradus.autodiff.Scope}: what the model and the objective compute in
 * it ends with it. A layer, objective or listener that keeps a tensor for later, or hands it to
 * another thread, takes {@link gradus.autodiff.Tensor#keep} of it.
 *
 * <p>A trainer is a cell like the model and the optimizer that it changes, and belongs to one
 * thread. A run takes the settings as they are when it begins.
 */
public final class Trainer {
    final Model model;
    private final Objective objective;
    private final Optimizer optimizer;
    private final MutableList<NamedMetric> metrics = Lists.mutable.empty();
    private final MutableList<TrainingListener> listeners = Lists.mutable.empty();
    private @Nullable ValidationData validation;
    private @Nullable EarlyStopping earlyStopping;
    private int epochs = 1;
    private int batchSize = 32;
    private int evaluationBatchSize;
    private Shards shards = Shards.NONE;
    private long maxSteps = Long.MAX_VALUE;
    private long seed;
    private @Nullable Schedule schedule;
    private @Nullable OnPlateau plateau;
    private @Nullable Path checkpoint;
    private ExampleOrder order = ExampleOrder.USUAL;
    private boolean endsExplosions = true;
    private boolean hints = true;

    private Trainer(Model model, Objective objective, Optimizer optimizer) {
        this.model = model;
        this.objective = objective;
        this.optimizer = optimizer;
    }

    /**
     * Makes the objective small for the outputs of the model, by the optimizer; for one epoch in
     * batches of 32, unless told otherwise.
     */
    public static Trainer of(Model model, Objective objective, Optimizer optimizer) {
        return new Trainer(model, objective, optimizer);
    }

    /** How often to go through the data: 1 or more. */
    public Trainer epochs(int count) {
        epochs = TrainerRules.requireOne("1 epoch or more", count);
        return this;
    }

    /** How many examples are in a batch: 1 or more. */
    public Trainer batchSize(int size) {
        batchSize = TrainerRules.requireOne("batches of 1 example or more", size);
        return this;
    }

    /**
     * How many examples are evaluated at once; without it as many as there are in a batch. Of a
     * loss that is a sum it changes the scale.
     */
    public Trainer evaluationBatchSize(int size) {
        evaluationBatchSize = TrainerRules.requireOne("batches of 1 example or more", size);
        return this;
    }

    /**
     * Divides each batch into so many shards, 1 or more, whose gradients are computed one after the
     * other and added: gradient accumulation, which needs the memory of two shards. The objective is
     * to be a mean over examples. Dropout draws, and batch normalization measures, in each shard.
     */
    public Trainer shards(int count) {
        shards = shards.withCount(TrainerRules.requireOne("1 shard or more", count));
        return this;
    }

    /**
     * Trains together with other processes, each of which computes some of the {@link #shards}, and
     * takes the same steps with the sum of all: the bits are those of one process with as many
     * shards. Each runs this trainer with a model made in the same way, the same settings and data.
     * Buffers of layers must not change in training. After every hundred steps and each epoch the
     * processes compare all parameters. The first one writes the checkpoint and gives hints.
     */
    public Trainer group(ProcessGroup processes) {
        shards = shards.withGroup(processes);
        return this;
    }

    /**
     * Ends the training after so many steps in all, 1 or more, in the middle of an epoch if need
     * be.
     */
    public Trainer maxSteps(int count) {
        maxSteps = TrainerRules.requireOne("1 step or more", count);
        return this;
    }

    /** Where the order of the examples and what layers draw come from; 0 without it. */
    public Trainer seed(long number) {
        seed = number;
        return this;
    }

    /** Takes the examples in their order instead of shuffling them in each epoch. */
    public Trainer inOrder() {
        order = order.steady();
        return this;
    }

    /** Leaves out the last batch of an epoch where it is smaller. */
    public Trainer dropLast() {
        order = order.withoutLast();
        return this;
    }

    /**
     * Goes on while numbers are finite, however large the loss becomes: to show what a learning
     * rate does that is too high.
     */
    public Trainer untilNotFinite() {
        endsExplosions = false;
        return this;
    }

    /** Gives no {@linkplain Hint hints}: where many trainings are compared, or fail on purpose. */
    public Trainer withoutHints() {
        hints = false;
        return this;
    }

    /** Evaluates the model on these examples after each epoch. */
    public Trainer validation(Dataset data) {
        validation = new ValidationData.Known(TrainerRules.requireExamples(data));
        return this;
    }

    /**
     * As {@link #validation(Dataset)}, on examples that are read each time, in their order, with the
     * same results. Metrics keep the outputs of all unless they are taken {@linkplain
     * gradus.nn.metrics.OverBatches over batches}.
     */
    public Trainer validation(StreamedDataset data) {
        validation = new ValidationData.Streamed(data);
        return this;
    }

    /**
     * Measures this too: of the outputs of an epoch's steps, each as it was before its step, under
     * the name; and, if there is a validation set, of its outputs after the epoch, under {@code
     * "validation "} and the name. Before the first step it is tried with the first batch, so that
     * one which asks for labels where there are targets is refused before anything is trained.
     *
     * @throws ArgumentException if the name is empty, begins with {@code "validation "}, or
     *     something of that name is measured already
     */
    public Trainer metric(String name, Metric metric) {
        Measurements.requireName("Trainer.metric", metrics.collect(NamedMetric::name), name);
        metrics.add(new NamedMetric(name, metric));
        return this;
    }

    /**
     * Sets the learning rate of each step: {@code schedule.at(0)} that of the first, counted over
     * all epochs.
     *
     * @throws ArgumentException beside {@link #onPlateau}
     */
    public Trainer schedule(Schedule rates) {
        TrainerRules.requireOneOfBoth(plateau == null);
        schedule = rates;
        return this;
    }

    /**
     * Tells it the validation loss after each epoch, or the loss, if there is no validation set.
     *
     * @throws ArgumentException beside a {@link #schedule}, or if it lowers the rate of another
     *     optimizer than the trainer's
     */
    public Trainer onPlateau(OnPlateau rule) {
        TrainerRules.requireOneOfBoth(schedule == null);
        TrainerRules.requireOptimizer(rule, optimizer);
        plateau = rule;
        return this;
    }

    /** Ends the training when it no longer gets better. */
    public Trainer earlyStopping(EarlyStopping rule) {
        earlyStopping = rule;
        return this;
    }

    /**
     * Writes all that is needed to {@linkplain #resume go on} into this file after each epoch.
     * Whatever happens meanwhile, there is either the new checkpoint, complete, or the one before.
     * An epoch that {@link #maxSteps} cut short leaves none. Folders that are missing are made when
     * training begins, and a place where nothing can be written is refused then.
     */
    public Trainer checkpoint(Path file) {
        checkpoint = file;
        return this;
    }

    /** Tells a listener how it goes. */
    public Trainer listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Trains on a data set, in a new order in each epoch.
     *
     * @throws ArgumentException if there are no batches in it, early stopping watches what is not
     *     measured, or a metric needs labels where there are targets, or the other way round
     * @throws DivergenceException if something is not finite
     */
    public History train(Dataset data) {
        return new TrainingRun(plan(order.of(data, batchSize))).begin();
    }

    /**
     * Trains on a data set in parts, one for each of the {@link #shards}. Each step takes from every
     * part as many examples as its share, in a new order of the part in each epoch.
     *
     * @throws ArgumentException if there are more or fewer parts than shards; also as {@link
     *     #train(Dataset)}
     * @throws DivergenceException if something is not finite
     */
    public History train(ShardedDataset data) {
        return new TrainingRun(plan(order.of(data, batchSize))).begin();
    }

    /**
     * Trains on a data set that is read meanwhile, in each epoch mixed anew in its window.
     *
     * @throws ArgumentException as {@link #train(Dataset)}
     * @throws gradus.nn.files.DataException if a file is damaged, or was changed
     * @throws DivergenceException if something is not finite
     */
    public History train(StreamedDataset data) {
        return new TrainingRun(plan(order.of(data, batchSize))).begin();
    }

    /**
     * Trains on the batches that the source gives for each epoch; the batch size then holds for the
     * validation alone.
     *
     * @throws ArgumentException if an epoch has no batches, or early stopping watches what is not
     *     measured
     * @throws DivergenceException if something is not finite
     */
    public History train(EpochSource source) {
        return new TrainingRun(plan(order.of(source, batchSize))).begin();
    }

    /**
     * Goes on from the {@linkplain #checkpoint checkpoint}, or begins if there is no such file.
     * With the model, the optimizer, the settings and the data made as they were, all ends with the
     * same bits as a training that was not interrupted. How long to train, the patience of early
     * stopping and the listeners may differ, and the objective and the numbers in the data are not
     * compared.
     *
     * @throws ArgumentException if no file was named, or if a setting of the trainer, the optimizer
     *     or the model is not what it was; also as {@link #train(Dataset)}
     * @throws gradus.nn.files.DataException if the file is damaged, or belongs to another model; as
     *     with the other, nothing has changed then
     * @throws DivergenceException if something is not finite
     */
    public History resume(Dataset data) {
        return new TrainingRun(plan(order.of(data, batchSize))).resume();
    }

    /** As {@link #resume(Dataset)}, with a data set in parts. */
    public History resume(ShardedDataset data) {
        return new TrainingRun(plan(order.of(data, batchSize))).resume();
    }

    /** As {@link #resume(Dataset)}, with a data set that is read meanwhile: its window may not differ. */
    public History resume(StreamedDataset data) {
        return new TrainingRun(plan(order.of(data, batchSize))).resume();
    }

    /** As {@link #resume(Dataset)}, with the batches that the source gives. */
    public History resume(EpochSource source) {
        return new TrainingRun(plan(order.of(source, batchSize))).resume();
    }

    /** The settings as they are now, for one run. */
    TrainingPlan plan(Material material) {
        TrainerRules.requireShards(shards);
        return new TrainingPlan(
                model,
                objective,
                optimizer,
                material,
                metrics.toImmutable(),
                listeners.toImmutable(),
                validation,
                earlyStopping,
                epochs,
                batchSize,
                evaluationBatchSize == 0 ? batchSize : evaluationBatchSize,
                shards,
                maxSteps,
                seed,
                schedule,
                plateau,
                checkpoint,
                endsExplosions,
                hints && shards.group().rank() == 0);
    }

    /** The model, the optimizer, and how long it trains. */
    @Override
    public String toString() {
        return "Trainer of " + model.description() + " by " + optimizer + ", "
                + GradusException.counted(epochs, "epoch") + " in batches of " + batchSize + ", seed " + seed;
    }
}
