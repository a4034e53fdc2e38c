package gradus.examples.softmax;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Spread;
import gradus.plots.Curve;
import gradus.plots.ImageGrid;
import gradus.plots.LineChart;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.list.Interval;

/** Part 3: training on one random example of each class, for several draws. */
record OnePerClass(ImmutableList<Draw> draws, double rate) implements Part {
    private static final int DRAWS = 5;
    private static final int QUICK_DRAWS = 2;
    private static final int STEPS = 2000;
    private static final int QUICK_STEPS = 200;

    /** A change of the accuracy that counts as little. */
    private static final double LITTLE = 0.02;

    /**
     * A training on ten images.
     *
     * @param nearest the accuracy of naming the class of the nearest of the ten images, without any training
     */
    record Draw(Dataset ten, Course course, Evaluation onTen, double nearest) {
        double accuracy() {
            return course.last().accuracy();
        }
    }

    static OnePerClass train(Run run, Mnist mnist) {
        Randomness random = run.random().split();
        Descent descent = new Descent(run.options().learningRate(), Mnist.CLASSES);
        boolean quick = run.options().quick();
        int steps = quick ? QUICK_STEPS : STEPS;
        return new OnePerClass(
                Interval.oneTo(quick ? QUICK_DRAWS : DRAWS)
                        .collect(number -> {
                            Dataset ten = onePerClass(mnist.train(), random);
                            Sequential model = Models.regression(run.random());
                            String name = "one image per class, draw " + number;
                            Course course = descent.train(run, 3, name, model, ten, mnist.test(), steps);
                            return new Draw(ten, course, Evaluation.of(model, ten), nearest(ten, mnist.test()));
                        })
                        .toImmutableList(),
                descent.rate());
    }

    /** A random example of each class, in the order of the classes. */
    static Dataset onePerClass(Dataset data, RandomGenerator random) {
        Dataset shuffled = data.shuffled(random);
        Indices labels = shuffled.labels();
        return shuffled.select(IntStream.range(0, Mnist.CLASSES)
                .map(digit -> IntStream.range(0, shuffled.size())
                        .filter(place -> labels.get(place) == digit)
                        .findFirst()
                        .orElseThrow())
                .toArray());
    }

    /**
     * |x - t|² is smallest where x·t - |t|²/2 is largest: this classifier is a softmax regression that needs no
     * training.
     */
    private static double nearest(Dataset ten, Dataset test) {
        Tensor templates = ten.all().inputs();
        Batch all = test.all();
        Tensor scores = all.inputs()
                .matmul(templates.transpose())
                .sub(templates.square().sum(1).mul(0.5));
        return Accuracy.of(scores, all.labels());
    }

    private ImmutableDoubleList accuracies() {
        return draws.collectDouble(Draw::accuracy);
    }

    @Override
    public void addFigures(Figures figures) {
        figures.share("one_per_class_test_accuracy", draws.getFirst().accuracy(), "");
        figures.share("one_per_class_train_accuracy", draws.getFirst().onTen.accuracy(), "");
        figures.share("one_per_class_mean_test_accuracy", accuracies().average(), "");
        figures.share("one_per_class_lowest_test_accuracy", accuracies().min(), "");
        figures.share("one_per_class_highest_test_accuracy", accuracies().max(), "");
        figures.share(
                "one_per_class_nearest_image_mean_accuracy",
                draws.collectDouble(Draw::nearest).average(),
                "");
    }

    @Override
    public void write(Run run, Report report) {
        Draw first = draws.getFirst();
        report.section("3. One example per class")
                .text("The same model and learning rate, but only ten training images, one of each digit, drawn at"
                        + " random: each step is over all ten.")
                .picture(
                        ImageGrid.gray(first.ten.all().inputs(), Mnist.SIDE, Mnist.SIDE)
                                .columns(5)
                                .picture("one-per-class"),
                        "The ten training images of the first draw, 0 to 9.")
                .picture(
                        LineChart.of(new Curve("first draw", first.course.steps(), first.course.accuracies()), band())
                                .axes("step", "test accuracy (%)")
                                .logarithmicX()
                                .picture("one-per-class-accuracy"),
                        "Test accuracy over the steps: of the first draw, and the mean of all " + draws.size()
                                + " draws with their standard deviation.")
                .text(learned(first))
                .table(table(), "Each draw.")
                .text(comparison());
    }

    private Curve band() {
        ImmutableList<ImmutableDoubleList> curves = draws.collect(draw -> draw.course.accuracies());
        ImmutableList<ImmutableDoubleList> points = Interval.zeroTo(
                        curves.getFirst().size() - 1)
                .collect(i -> curves.collectDouble(curve -> curve.get(i)))
                .toImmutableList();
        return new Curve(
                "mean of " + draws.size() + " draws",
                draws.getFirst().course.steps(),
                points.collectDouble(ImmutableDoubleList::average),
                points.collectDouble(accuracies -> new Spread(accuracies).deviation()));
    }

    private static String learned(Draw first) {
        Course course = first.course;
        Course.Point half = course.at(course.last().step() / 2);
        double changed = first.accuracy() - half.accuracy();
        return "In the first draw the model reads " + percent(first.onTen.accuracy())
                + " of its ten training images in the end, with a mean loss of " + brief(first.onTen.loss()) + ", but "
                + percent(first.accuracy()) + " of the test images, with a mean loss of "
                + brief(course.last().test().loss()) + ". After 10 steps it was at "
                + percent(course.at(10).accuracy()) + ", after " + half.step() + " at " + percent(half.accuracy())
                + ": the steps after that change the accuracy by "
                + Words.signedPoints(changed) + "."
                + (first.onTen.accuracy() == 1 && Math.abs(changed) < LITTLE
                        ? " Ten images that are read correctly have little more to teach."
                        : "");
    }

    private String comparison() {
        double trained = accuracies().average();
        double byHand = draws.collectDouble(Draw::nearest).average();
        double spread = accuracies().max() - accuracies().min();
        return "With other ten images the accuracy goes from "
                + percent(accuracies().min()) + " to "
                + percent(accuracies().max())
                + (spread > Math.abs(trained - byHand)
                        ? ": which ten are drawn decides more than whether there is a training at all, as the"
                                + " following shows."
                        : ".")
                + " The weights can only be sums of the ten images and of the first weights, so the model compares with"
                + " templates. Simply naming the digit of the nearest of the ten images, without any training, is right"
                + " for "
                + percent(byHand) + " on average, training for " + percent(trained) + ".";
    }

    private Table table() {
        return new Table(
                Lists.immutable.with("draw", "training accuracy", "test accuracy", "best on the way", "nearest image"),
                draws.collectWithIndex((draw, i) -> Lists.immutable.with(
                        (i + 1) + "",
                        percent(draw.onTen.accuracy()),
                        percent(draw.accuracy()),
                        percent(draw.course.best().accuracy()),
                        percent(draw.nearest))));
    }
}
