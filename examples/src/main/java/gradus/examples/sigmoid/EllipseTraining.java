package gradus.examples.sigmoid;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.nn.Initializer;
import gradus.nn.Sequential;
import gradus.nn.data.Ellipse;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Sigmoid;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import gradus.nn.random.NumpyRandomState;
import gradus.nn.report.Figures;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Progress;
import gradus.nn.train.Trainer;
import gradus.plots.Curve;
import gradus.plots.DecisionRegions;
import gradus.plots.LineChart;
import gradus.plots.Points;
import gradus.plots.Window;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 3: the 2-3-2 network learns which points are inside of an ellipse, one point at a time.
 *
 * @param firstLengths of the weights of each hidden unit, before the training
 */
record EllipseTraining(Ellipse data, double rate, Sequential model, ImmutableDoubleList firstLengths, History history)
        implements Part {
    private static final double RATE = 0.01;

    /** Few points take longer steps to leave the plateau behind. */
    private static final double QUICK_RATE = 0.2;

    private static final int TRAIN = 60_000;
    private static final int VALIDATION = 10_000;
    private static final int REPORT_SEED = 0;
    private static final Initializer FIRST_WEIGHTS = Initializer.normal(0, 1);
    private static final int AVERAGED_STEPS = 150;
    private static final int SHOWN_POINTS = 1500;
    private static final int CELLS = 200;

    /** An accuracy this close to that of always saying the same counts as equal to it. */
    private static final double CLOSE = 0.02;

    /** The first points of each part of the report's 70,000; the others are drawn all the same. */
    private static Ellipse draw(int points) {
        Ellipse all = Ellipse.generated(TRAIN, VALIDATION, NumpyRandomState.seeded(REPORT_SEED));
        return new Ellipse(
                all.train().slice(0, Math.min(points, TRAIN)), all.validation().slice(0, Math.min(points, VALIDATION)));
    }

    static EllipseTraining train(Run run, int points) {
        Ellipse data = draw(points);
        double rate = run.options().quick() ? QUICK_RATE : RATE;
        RandomGenerator random = run.random();
        Sequential model = Sequential.of(
                Linear.of(DType.F64, 2, 3, FIRST_WEIGHTS, random),
                new Sigmoid(),
                Linear.of(DType.F64, 3, 2, FIRST_WEIGHTS, random));
        ImmutableDoubleList firstLengths = lengths(model);
        Optimizer descent = new SGD().of(model.parameters()).learningRate(rate);
        int epochs = run.options().epochs();
        try (Progress progress =
                run.progress("3. ellipse", (long) epochs * data.train().size())) {
            History history = Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), descent)
                    .epochs(epochs)
                    .batchSize(1)
                    .evaluationBatchSize(Watch.EVALUATED_AT_ONCE)
                    .seed(run.options().seed())
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .validation(data.validation())
                    .listener(new Watch(progress))
                    .train(data.train());
            return new EllipseTraining(data, rate, model, firstLengths, history);
        }
    }

    /** How steep each hidden unit is: the length of its weights. */
    private static ImmutableDoubleList lengths(Sequential model) {
        Tensor weights = model.parameters().getFirst().value().detach();
        return DoubleLists.immutable.with(weights.square().sum(1).sqrt().toDoubleArray());
    }

    @Override
    public void addFigures(Figures figures) {
        data.train()
                .classCounts()
                .forEachWithIndex((count, label) -> figures.count("ellipse_train_label_" + label, count, ""));
        data.validation()
                .classCounts()
                .forEachWithIndex((count, label) -> figures.count("ellipse_validation_label_" + label, count, ""));
        figures.number("ellipse_train_loss", history.last().loss(), "");
        figures.number("ellipse_validation_loss", history.last().validationLoss(), "");
        figures.share("ellipse_validation_majority", majority(), "");
        figures.share("ellipse_validation_accuracy", history.last().get(Watch.VALIDATION_ACCURACY), "");
    }

    @Override
    public void write(Run run, Report report) {
        Picture steps =
                LineChart.of(stepCurve()).axes("step", "cross-entropy (nats)").picture("ellipse-steps");
        ImmutableList<Epoch> epochs = history.epochs();
        Picture losses = LineChart.of(
                        new Curve("training", epochs.collectDouble(Epoch::number), history.column(Epoch.LOSS)),
                        new Curve(
                                "validation",
                                epochs.collectDouble(Epoch::number),
                                history.column(Epoch.VALIDATION_LOSS)))
                .axes("epoch", "cross-entropy (nats)")
                .picture("ellipse-epochs");
        run.file("ellipse-epochs.csv", history.csv());
        Picture plane = DecisionRegions.of(
                        Window.around(1), points -> model.forward(points).argMax(-1))
                .cells(CELLS)
                .points(Points.byClass(
                        Lists.immutable.with("inside", "outside"),
                        data.validation().slice(0, shown())))
                .picture("ellipse-regions");
        report.section("3. Inside or outside of an ellipse")
                .text(data.train().size() + " training and " + data.validation().size()
                        + " validation points x ~ N(0, 1)², drawn by NumPy's legacy generator with seed 0 and so the"
                        + " same as in Python; label 1 outside of the ellipse x0² + 0.95 x0 x1 + 0.4 x1² = 0.6, else"
                        + " 0. Each coordinate is scaled so that the training points reach from -1 to 1. The 2-3-2"
                        + " network of part 2, with weights drawn from N(0, 1),"
                        + " learns by gradient descent one point at a time, learning rate " + rate + ".")
                .text(plateau())
                .picture(
                        steps,
                        "Loss over the steps, one point each: means over " + AVERAGED_STEPS
                                + " steps after one another.")
                .picture(
                        losses,
                        "Loss over the epochs: the training loss is the mean over the steps of the epoch, the"
                                + " validation loss is taken after it.")
                .table(epochTable(), "After each epoch.")
                .picture(
                        plane,
                        "The plane, scaled, in the colors of the classes that the network gives after the last epoch,"
                                + " with "
                                + shown() + " validation points in the colors of their labels.");
    }

    private String plateau() {
        int label = data.validation()
                .classCounts()
                .indexOf(data.validation().classCounts().max());
        int stuck = epochsOnThePlateau();
        return "Label " + label + " has " + percent(majority())
                + " of the validation points, which is the accuracy of a network that always says " + label
                + ". The ellipse lies in the middle, so no straight line tells inside from outside, and near 0 a"
                + " sigmoid is almost straight: the units have to become steep enough to bend around it. "
                + (stuck == 0
                        ? "This run is beyond it after the first epoch already"
                        : "In this run the accuracy is still near it, or below, after " + Words.counted(stuck, "epoch"))
                + (stuck == history.epochs().size()
                        ? ": it ends before the network has learned the ellipse."
                        : ", and in the end at " + percent(history.last().get(Watch.VALIDATION_ACCURACY)) + ".")
                + " The weights of the three hidden units had the lengths "
                + lengths(firstLengths) + " at first and have " + lengths(lengths(model)) + " now.";
    }

    private static String lengths(ImmutableDoubleList lengths) {
        return lengths.collect(Words::rounded).makeString();
    }

    /** How many epochs from the first one end no better than always saying the same. */
    private int epochsOnThePlateau() {
        int learned = history.epochs().detectIndex(epoch -> epoch.get(Watch.VALIDATION_ACCURACY) > majority() + CLOSE);
        return learned < 0 ? history.epochs().size() : learned;
    }

    private double majority() {
        return (double) data.validation().classCounts().max()
                / data.validation().size();
    }

    private int shown() {
        return Math.min(SHOWN_POINTS, data.validation().size());
    }

    /** The loss, averaged over 150 steps after 150. */
    private Curve stepCurve() {
        int count = history.stepLosses().size();
        int part = Math.min(AVERAGED_STEPS, count);
        ImmutableList<Integer> ends = Interval.fromToBy(part, count, part).toImmutableList();
        return new Curve(
                "training",
                ends.collectDouble(Integer::doubleValue),
                ends.collectDouble(end -> Interval.fromTo(end - part, end - 1)
                        .collectDouble(history.stepLosses()::get)
                        .average()));
    }

    private Table epochTable() {
        return new Table(
                Lists.immutable.with("epoch", "training loss", "validation loss", "validation accuracy"),
                history.epochs()
                        .collect(epoch -> Lists.immutable.with(
                                epoch.number() + "",
                                brief(epoch.loss()),
                                brief(epoch.validationLoss()),
                                percent(epoch.get(Watch.VALIDATION_ACCURACY)))));
    }
}
