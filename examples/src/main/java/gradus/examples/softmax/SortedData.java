package gradus.examples.softmax;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Indices;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.layer.Linear;
import gradus.nn.metrics.ConfusionMatrix;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.plots.Curve;
import gradus.plots.LineChart;
import java.util.Locale;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 5: one epoch over the training images sorted by class.
 *
 * @param blocks the epoch, class by class
 * @param withoutBias the test of the final model with all biases set to 0
 * @param regression the training of part 1, with the same images in random order
 */
record SortedData(ImmutableList<Block> blocks, Evaluation withoutBias, Regression regression) implements Part {
    private static final double NEARLY_ALL = 0.9;
    private static final int LAST = Mnist.CLASSES - 1;

    /**
     * The images of one class passing by.
     *
     * @param from how many steps were taken before
     * @param biases of all classes after them
     * @param losses the mean loss of the test images of each class after them
     */
    record Block(int digit, long from, Course course, ImmutableDoubleList biases, ImmutableDoubleList losses) {
        /** The part of all test images that are read as a digit at a point. */
        double share(int of, Course.Point point) {
            ConfusionMatrix confusion = point.test().confusion();
            return IntStream.range(0, Mnist.CLASSES)
                            .mapToDouble(truth -> confusion.count(truth, of))
                            .sum()
                    / confusion.total();
        }

        /** The share of its own digit at the end. */
        double finalShare() {
            return share(digit, course.last());
        }

        /** After how many of its steps nearly all images are read as its digit, in words. */
        String stepsToNearlyAll() {
            Course.Point first = course.points().detect(point -> share(digit, point) >= NEARLY_ALL);
            return first == null ? "never" : first.step() + "";
        }
    }

    static SortedData train(Run run, Mnist mnist, Regression regression) {
        Sequential model = Models.regression(run.random());
        MutableList<Block> blocks = Lists.mutable.empty();
        long from = 0;
        for (int digit = 0; digit < Mnist.CLASSES; digit++) {
            String name = "sorted by class, " + digit;
            Course course =
                    regression.descent().train(run, 5, name, model, ofClass(mnist.train(), digit), mnist.test(), 1);
            blocks.add(new Block(
                    digit,
                    from,
                    course,
                    DoubleLists.immutable.with(
                            model.parameters().getLast().value().toDoubleArray()),
                    losses(model, mnist.test())));
            from += course.last().step();
        }
        Sequential withoutBias = Sequential.of(layer(model).withoutBias());
        return new SortedData(blocks.toImmutable(), Evaluation.of(withoutBias, mnist.test()), regression);
    }

    private static Linear layer(Sequential model) {
        return (Linear) model.layers().getFirst();
    }

    private static Dataset ofClass(Dataset data, int digit) {
        Indices labels = data.labels();
        return data.select(IntStream.range(0, data.size())
                .filter(place -> labels.get(place) == digit)
                .toArray());
    }

    private static ImmutableDoubleList losses(Sequential model, Dataset test) {
        return DoubleLists.immutable.withAll(IntStream.range(0, Mnist.CLASSES)
                .mapToDouble(digit -> Evaluation.of(model, ofClass(test, digit)).loss()));
    }

    private Course.Point last() {
        return blocks.getLast().course.last();
    }

    @Override
    public void addFigures(Figures figures) {
        figures.share("sorted_test_accuracy", last().accuracy(), "");
        figures.share("sorted_share_read_as_9", blocks.getLast().finalShare(), "");
        figures.share("sorted_test_accuracy_without_bias", withoutBias.accuracy(), "");
        figures.share("shuffled_test_accuracy", regression.afterEpoch(1).accuracy(), "");
    }

    @Override
    public void write(Run run, Report report) {
        report.section("5. Data sorted by class")
                .text("The same images, learning rate and batch size as in part 1, for one epoch, but all zeros first,"
                        + " then all ones, and so on. In the end " + percent(last().accuracy())
                        + " of the test images are read correctly; in random order the same"
                        + " epoch gives "
                        + percent(regression.afterEpoch(1).accuracy()) + "."
                        + (regression.whole() ? " The assignment expects about 10 %." : ""))
                .picture(
                        LineChart.of(shares())
                                .axes("step", "test images read as this digit (%)")
                                .picture("sorted-shares"),
                        "What the test images are read as while the digits pass by one after another. When those of a"
                                + " digit have passed, "
                                + percent(
                                        blocks.collectDouble(Block::finalShare).min())
                                + " of all test images or more are read as it.")
                .table(table(), "When the images of a digit have passed.")
                .text(why())
                .text(bias());
    }

    private Curve[] shares() {
        return Interval.zeroTo(LAST)
                .collect(digit -> new Curve(
                        digit + "",
                        DoubleLists.immutable.withAll(blocks.asLazy()
                                .flatCollect(block -> block.course.points().collect(point -> block.from + point.step()))
                                .collectDouble(step -> step)),
                        DoubleLists.immutable.withAll(blocks.asLazy()
                                .flatCollect(block ->
                                        block.course.points().collect(point -> 100 * block.share(digit, point)))
                                .collectDouble(share -> share))))
                .toArray(new Curve[0]);
    }

    private Table table() {
        return new Table(
                Lists.immutable.with(
                        "digit",
                        "its steps",
                        "until 90 % are read as it",
                        "read as it",
                        "test accuracy",
                        "its bias",
                        "largest other bias",
                        "loss of its images",
                        "loss of the digit before"),
                blocks.collect(block -> Lists.immutable.with(
                        block.digit + "",
                        block.course.last().step() + "",
                        block.stepsToNearlyAll(),
                        percent(block.finalShare()),
                        percent(block.course.last().accuracy()),
                        signed(block.biases.get(block.digit)),
                        signed(largestOther(block)),
                        brief(block.losses.get(block.digit)),
                        block.digit == 0 ? "" : brief(block.losses.get(block.digit - 1)))));
    }

    private static double largestOther(Block block) {
        return IntStream.range(0, Mnist.CLASSES)
                .filter(digit -> digit != block.digit)
                .mapToDouble(digit -> block.biases.get(digit))
                .max()
                .orElseThrow();
    }

    private static String signed(double number) {
        return String.format(Locale.ROOT, "%+.3f", number);
    }

    private String why() {
        ImmutableDoubleList losses = blocks.getLast().losses;
        return "Why: the gradient of an image's loss is (probability - 1) times the image for the weights of its own"
                + " digit, and probability times the image for those of every other. Pixels are never negative. So"
                + " while only one digit passes by, every step raises the weights of its score and lowers all others"
                + " wherever there is ink, and no image of another digit objects: the quickest way to a small loss is"
                + " to say this digit always. The test images of 9 end with a mean loss of "
                + brief(losses.get(LAST)) + ", those of 8, the digit before, with "
                + brief(losses.get(LAST - 1)) + ", those of 0 with " + brief(losses.get(0))
                + (losses.get(LAST) < Math.min(losses.get(LAST - 1), losses.get(0))
                        ? ": what was learned of them is overwritten."
                        : ".")
                + " The gradient of each batch is no estimate of the gradient of all images, however many batches there"
                + " are; in random order it is one.";
    }

    private String bias() {
        Block end = blocks.getLast();
        double other = largestOther(end);
        double without = end.share(LAST, new Course.Point(0, 0, withoutBias));
        return "Is it the bias? That of 9 ends at " + signed(end.biases.get(LAST)) + ", the largest of the others at "
                + signed(other) + ". With all biases set to 0 the accuracy is " + percent(withoutBias.accuracy())
                + ", and "
                + percent(without) + " of the images are read as 9 instead of " + percent(end.finalShare())
                + (without >= NEARLY_ALL * end.finalShare()
                        ? ": the weights have learned the same, since the ink that digits share acts as a bias too."
                        : ": a part of it is the bias.");
    }
}
