package gradus.examples.sigmoid;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.DType;
import gradus.examples.shared.Charts;
import gradus.examples.shared.Charts.Curve;
import gradus.examples.shared.Run;
import gradus.nn.CrossEntropy;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.nn.Sigmoid;
import gradus.nn.data.Dataset;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.SGD;
import gradus.nn.optim.Schedule;
import gradus.nn.report.Figures;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Progress;
import gradus.nn.train.Trainer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** Part 3: the 2-3-2 network learns which points are inside of an ellipse, one point at a time. */
record EllipseTraining(Ellipse data, Sequential model, History history) implements Part {
    private static final double RATE = 0.01;
    private static final Initializer FIRST_WEIGHTS = Initializer.normal(0, 1);
    private static final int AVERAGED_STEPS = 150;
    private static final int EVALUATED_AT_ONCE = 1000;

    static EllipseTraining train(Run run, int samples) {
        Ellipse data = Ellipse.draw(samples);
        RandomGenerator random = run.random();
        Sequential model = Sequential.of(
                Linear.of(DType.F64, 2, 3, FIRST_WEIGHTS, random),
                new Sigmoid(),
                Linear.of(DType.F64, 3, 2, FIRST_WEIGHTS, random));
        SGD descent = SGD.of(model.parameters()).learningRate(RATE);
        int epochs = run.options().epochs();
        try (Progress progress =
                run.progress("3. ellipse", (long) epochs * data.train().size())) {
            History history = Trainer.of(
                            model, (y, batch) -> CrossEntropy.mean().of(y, batch.labels()), descent)
                    .epochs(epochs)
                    .batchSize(1)
                    .evaluationBatchSize(EVALUATED_AT_ONCE)
                    .seed(run.options().seed())
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .validation(data.validation())
                    .listener(new Watch(descent, Schedule.constant(RATE), progress))
                    .train(data.train());
            return new EllipseTraining(data, model, history);
        }
    }

    private static int insideCount(Dataset points) {
        return points.size() - Arrays.stream(points.labels().toArray()).sum();
    }

    @Override
    public void addFigures(Figures figures) {
        figures.count("ellipse_train_label_0", insideCount(data.train()), "");
        figures.count("ellipse_train_label_1", data.train().size() - insideCount(data.train()), "");
        figures.count("ellipse_validation_label_0", insideCount(data.validation()), "");
        figures.count("ellipse_validation_label_1", data.validation().size() - insideCount(data.validation()), "");
        figures.number("ellipse_train_loss", history.last().loss(), "");
        figures.number("ellipse_validation_loss", history.last().validationLoss(), "");
        figures.share("ellipse_validation_accuracy", history.last().get(Watch.VALIDATION_ACCURACY), "");
    }

    @Override
    public void write(Run run, Report report) {
        Picture steps = Charts.curves("ellipse-steps", "step", "cross-entropy (nats)", stepCurve());
        ImmutableList<Epoch> epochs = history.epochs();
        Picture losses = Charts.curves(
                "ellipse-epochs",
                "epoch",
                "cross-entropy (nats)",
                new Curve("training", epochs.collectDouble(Epoch::number), history.column(Epoch.LOSS)),
                new Curve("validation", epochs.collectDouble(Epoch::number), history.column(Epoch.VALIDATION_LOSS)));
        run.file("ellipse-epochs.csv", history.csv());
        report.section("3. Inside or outside of an ellipse")
                .text(data.train().size() + " training and " + data.validation().size()
                        + " validation points x ~ N(0, 1)², drawn by NumPy's legacy generator with seed 0 and so the same as in Python;"
                        + " label 1 outside of the ellipse x0² + 0.95 x0 x1 + 0.4 x1² = 0.6, else 0. Each coordinate is scaled so that"
                        + " the training points reach from -1 to 1. The 2-3-2 network of part 2, with weights drawn from N(0, 1),"
                        + " learns by gradient descent one point at a time, learning rate " + RATE + ".")
                .text("Label 1 has " + percent(majority())
                        + " of the validation points, which is the accuracy of a network that always says 1. Descent"
                        + " stays near there at first: the ellipse lies in the middle, so that no straight line tells inside from"
                        + " outside, and near 0 a sigmoid is almost straight. Only when the three units have grown steep enough to bend"
                        + " around the ellipse, each on one side, does the loss fall, and then fast.")
                .picture(
                        steps,
                        "Loss over the steps, one point each: means over " + AVERAGED_STEPS
                                + " steps after one another.")
                .picture(
                        losses,
                        "Loss over the epochs: the training loss is the mean over the steps of the epoch, the validation loss is taken"
                                + " after it and so is ahead while the network learns fast.")
                .table(epochTable(), "After each epoch.");
    }

    private double majority() {
        int inside = insideCount(data.validation());
        return (double) Math.max(inside, data.validation().size() - inside)
                / data.validation().size();
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
