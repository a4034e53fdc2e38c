package gradus.examples.softmax;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.report.Figures;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.plots.Curve;
import gradus.plots.LineChart;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Part 4: batches of 1, 10 and 100 over the same examples.
 *
 * @param goal an accuracy that all of them reach
 * @param drawn how many batches the noise of the gradients is measured over
 * @param early the noise of the gradients at the first weights
 * @param late the same after the training in batches of 10
 */
record BatchSizes(
        ImmutableList<Size> sizes,
        double goal,
        double rate,
        int drawn,
        ImmutableList<GradientNoise> early,
        ImmutableList<GradientNoise> late)
        implements Part {
    private static final ImmutableList<Integer> SIZES = Lists.immutable.with(1, 10, 100);
    private static final double GOAL = 0.9;
    private static final int WARM_UP = 2000;
    private static final int DRAWN = 200;
    private static final int QUICK_DRAWN = 20;

    /** A training with one batch size. */
    record Size(int batchSize, Sequential model, Course course) {
        double microsecondsPerStep() {
            return 1e6 * course.secondsPerStep();
        }

        double microsecondsPerExample() {
            return microsecondsPerStep() / batchSize;
        }
    }

    static BatchSizes train(Run run, Mnist mnist) {
        double rate = run.options().learningRate();
        warmUp(run, mnist, rate);
        ImmutableList<Size> sizes = SIZES.collect(batchSize -> {
            Sequential model = Models.regression(run.random());
            String name = "batches of " + batchSize;
            Course course = new Descent(rate, batchSize).train(run, 4, name, model, mnist.train(), mnist.test(), 1);
            return new Size(batchSize, model, course);
        });
        double reached =
                sizes.collectDouble(size -> size.course.best().accuracy()).min();
        Randomness random = run.random().split();
        int drawn = run.options().quick() ? QUICK_DRAWN : DRAWN;
        ImmutableList<GradientNoise> early =
                GradientNoise.measure(Models.regression(run.random()), mnist.train(), SIZES, drawn, random);
        ImmutableList<GradientNoise> late =
                GradientNoise.measure(sizes.get(1).model, mnist.train(), SIZES, drawn, random);
        return new BatchSizes(sizes, reached >= GOAL ? GOAL : Math.floor(95 * reached) / 100, rate, drawn, early, late);
    }

    /** The virtual machine compiles what runs often: without this, the size that comes first would pay for it. */
    private static void warmUp(Run run, Mnist mnist, double rate) {
        for (int batchSize : SIZES) {
            int steps = run.options().quick() ? QUICK_DRAWN : WARM_UP;
            Dataset some = mnist.train().slice(0, Math.min(mnist.train().size(), steps * batchSize));
            Dataset one = mnist.test().slice(0, 1);
            Sequential model = Models.regression(run.random());
            new Descent(rate, batchSize).train(run, 4, "warm-up, batches of " + batchSize, model, some, one, 1);
        }
    }

    private Course.Point reaching(Size size) {
        return size.course.reaching(goal);
    }

    @Override
    public void addFigures(Figures figures) {
        sizes.forEach(size -> {
            String name = "batch_" + size.batchSize + "_";
            figures.share(name + "test_accuracy", size.course.last().accuracy(), "");
            figures.count(name + "steps_to_goal", reaching(size).step(), "");
            figures.number(name + "seconds_to_goal", reaching(size).seconds(), "");
            figures.number(name + "microseconds_per_step", size.microsecondsPerStep(), "");
            figures.number(name + "accuracy_unrest", size.course.unrest(), "");
        });
        figures.share("batch_goal", goal, "");
        early.forEach(noise -> figures.number("batch_" + noise.batchSize() + "_noise_early", noise.relative(), ""));
        late.forEach(noise -> figures.number("batch_" + noise.batchSize() + "_noise_late", noise.relative(), ""));
    }

    @Override
    public void write(Run run, Report report) {
        report.section("4. Batches of 1, 10 and 100")
                .text("One epoch over the same images in the same order, from the same first weights, with the"
                        + " learning rate "
                        + rate
                        + " for the summed loss: the gradient of an image counts as much in each of the batch"
                        + " sizes.")
                .picture(plot("batches-per-step", "step", Course::overSteps), "Per step: " + order(true))
                .picture(
                        plot("batches-per-second", "seconds of training", Course::overSeconds),
                        "Per second, on this machine, without the time for testing: " + order(false))
                .table(courses(), "The three trainings; the goal is " + percent(goal) + " of the test images.")
                .text(cost())
                .table(noise(), "How far the gradient of a batch is from that of all training images.")
                .text(noiseText())
                .text(verdict());
    }

    private Picture plot(String name, String axis, Function<Course, Curve> curve) {
        Curve[] curves = sizes.collect(size -> curve.apply(size.course)).toArray(new Curve[0]);
        return LineChart.of(curves)
                .axes(axis, "test accuracy (%)")
                .logarithmicX()
                .picture(name);
    }

    private String order(boolean perStep) {
        return sizes.toSortedListBy(size -> perStep
                                ? (double) reaching(size).step()
                                : reaching(size).seconds())
                        .collect(size -> "batches of " + size.batchSize + " ("
                                + (perStep
                                        ? Words.counted(reaching(size).step(), "step")
                                        : brief(reaching(size).seconds()) + " s")
                                + ")")
                        .makeString(percent(goal) + " are reached first by ", ", then ", "")
                + ".";
    }

    private Table courses() {
        return new Table(
                Lists.immutable.with(
                        "batch size",
                        "steps to the goal",
                        "images to the goal",
                        "seconds to the goal",
                        "µs a step",
                        "µs an image",
                        "test accuracy at the end",
                        "its unrest"),
                sizes.collect(size -> Lists.immutable.with(
                        size.batchSize + "",
                        reaching(size).step() + "",
                        reaching(size).step() * size.batchSize + "",
                        brief(reaching(size).seconds()),
                        Words.rounded(size.microsecondsPerStep()),
                        Words.rounded(size.microsecondsPerExample()),
                        percent(size.course.last().accuracy()),
                        percent(size.course.unrest()))));
    }

    private static double ratio(ImmutableList<Size> sizes, ToDoubleFunction<Size> of) {
        return of.applyAsDouble(sizes.getLast()) / of.applyAsDouble(sizes.getFirst());
    }

    private String cost() {
        return "The cost of a step: a batch of 100 has 100 times the images of a batch of 1, and its step takes "
                + Words.rounded(ratio(sizes, Size::microsecondsPerStep)) + " times as long, which makes "
                + Words.rounded(sizes.getFirst().microsecondsPerExample()) + " µs an image in batches of 1 and "
                + Words.rounded(sizes.getLast().microsecondsPerExample())
                + " µs in batches of 100. A step has costs that do not depend on the batch: the graph is recorded and"
                + " swept, and all 7,850 numbers are read, given a gradient and written.";
    }

    private Table noise() {
        return new Table(
                Lists.immutable.with(
                        "batch size",
                        "noise by gradient, first weights",
                        "cosine, first weights",
                        "noise by gradient, after an epoch",
                        "cosine, after an epoch"),
                early.zip(late)
                        .collect(pair -> Lists.immutable.with(
                                pair.getOne().batchSize() + "",
                                brief(pair.getOne().relative()),
                                brief(pair.getOne().cosine()),
                                brief(pair.getTwo().relative()),
                                brief(pair.getTwo().cosine()))));
    }

    private String noiseText() {
        GradientNoise first = early.get(1);
        GradientNoise last = late.get(1);
        return "The noise of the gradient: over " + drawn
                + " random batches of each size, the root mean square of the distance between the gradient of a batch"
                + " and that of all training images, by the length of the latter. Ten times the images should divide it"
                + " by √10 = 3.16; measured: "
                + falls(early) + " at the first weights, " + falls(late)
                + " after an epoch. For a batch of 10 the noise is "
                + Words.rounded(first.relative())
                + " times the gradient at the first weights (cosine of the angle between both gradients: "
                + rounded2(first.cosine()) + ") and " + Words.rounded(last.relative()) + " times after the epoch ("
                + rounded2(last.cosine()) + ")"
                + (last.relative() > first.relative()
                        ? ": the gradients of the images cancel each other in the sum over all of them, the better the"
                                + " model is, but not in a batch."
                        : ".");
    }

    private static String falls(ImmutableList<GradientNoise> noise) {
        return rounded2(noise.get(0).relative() / noise.get(1).relative()) + " and "
                + rounded2(noise.get(1).relative() / noise.get(2).relative());
    }

    private static String rounded2(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private String verdict() {
        if (sizes.anySatisfy(size -> reaching(size).step() == 0)) {
            return "The goal of " + percent(goal)
                    + " is met before the first step: this run does not compare the sizes.";
        }
        double steps = 1.0
                * reaching(sizes.getFirst()).step()
                / reaching(sizes.getLast()).step();
        double seconds =
                reaching(sizes.getFirst()).seconds() / reaching(sizes.getLast()).seconds();
        return "Together: to " + percent(goal) + ", batches of 1 take " + Words.rounded(steps)
                + " times the steps of batches of 100, and a step of the latter takes "
                + Words.rounded(ratio(sizes, Size::microsecondsPerStep))
                + " times as long, so that batches of 1 take " + Words.rounded(seconds) + " times the seconds. "
                + images()
                + " Over the second half of the steps the accuracy strays by "
                + sizes.collect(size -> percent(size.course.unrest()) + " with batches of " + size.batchSize)
                        .makeString()
                + " (standard deviation of the measurements).";
    }

    /** How many images each size needs, which tells whether the cost of a step alone decides. */
    private String images() {
        ImmutableList<Long> seen = sizes.collect(size -> reaching(size).step() * size.batchSize);
        double factor = (double) seen.max() / seen.min();
        return "Images seen until then: "
                + seen.zip(SIZES)
                        .collect(pair -> pair.getOne() + " in batches of " + pair.getTwo())
                        .makeString()
                + (factor < 2
                        ? ". These differ by less than a factor of 2: where the gradient changes little over a hundred"
                                + " small steps, one long step leads to nearly the same weights, and the seconds are"
                                + " decided by the cost of a step."
                        : ". These differ by a factor of " + Words.rounded(factor)
                                + ": the seconds are decided by the length of the steps as well as by their cost.");
    }
}
