package gradus.examples.softmax;

import java.util.stream.IntStream;
import module gradus.examples;

/**
 * Part 5: one epoch over the training images sorted by class.
 *
 * @param withoutBias the test of the final model with all biases set to 0
 */
record SortedData(ImmutableList<Block> blocks, Evaluation withoutBias) {
    private static final double NEARLY_ALL = 0.9;

    /**
     * The images of one class passing by.
     *
     * @param from how many steps were taken before
     * @param biases of all classes after them
     * @param losses the mean loss of the test images of each class after them
     */
    record Block(int digit, long from, Course course, ImmutableDoubleList biases, ImmutableDoubleList losses) {
        /** The share of its own digit at the end. */
        double finalShare() {
            return share(digit, course.last().evaluation());
        }

        /** After how many of its steps nearly all images are read as its digit, in words. */
        String stepsToNearlyAll() {
            LearningCurve.Point first = course.points().detect(point -> share(digit, point.evaluation()) >= NEARLY_ALL);
            return first == null ? "never" : first.step() + "";
        }

        double bias() {
            return biases.get(digit);
        }

        double largestOtherBias() {
            return IntStream.range(0, Mnist.CLASSES)
                    .filter(other -> other != digit)
                    .mapToDouble(biases::get)
                    .max()
                    .orElseThrow();
        }

        double loss() {
            return losses.get(digit);
        }

        String lossOfDigitBefore() {
            return digit == 0 ? "" : Numbers.brief(losses.get(digit - 1));
        }
    }

    /** The part of all test images that are read as a digit. */
    private static double share(int of, Evaluation test) {
        return (double) test.confusion().predicted(of) / test.confusion().total();
    }

    static SortedData train(Run run, Mnist mnist) {
        Sequential model = Regression.untrained(run.random());
        Options options = run.options();
        Descent descent = new Descent(options.learningRate(), options.batchSize(), false, false);
        MutableList<Block> blocks = Lists.mutable.empty();
        long from = 0;
        for (int digit = 0; digit < Mnist.CLASSES; digit++) {
            Dataset images = ofClass(mnist.train(), digit);
            Course course = descent.train(run, 5, "sorted by class, " + digit, model, images, mnist.test(), 1);
            double[] biases = model.parameters().getLast().value().toDoubleArray();
            blocks.add(new Block(digit, from, course, DoubleLists.immutable.with(biases), losses(model, mnist.test())));
            from += course.last().step();
        }
        Linear layer = (Linear) model.layers().getFirst();
        return new SortedData(blocks.toImmutable(), Evaluation.of(Sequential.of(layer.withoutBias()), mnist.test()));
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

    Block end() {
        return blocks.getLast();
    }

    /** Beside the accuracy after an epoch in random order. */
    void report(Findings f, double shuffled) {
        Block end = end();
        f.share("sorted_test_accuracy", end.course().accuracy());
        f.share("sorted_share_read_as_9", end.finalShare());
        f.share("sorted_test_accuracy_without_bias", withoutBias.accuracy());
        f.share("shuffled_test_accuracy", shuffled);
        f.value("sorted", this);
        f.value(
                "isOverwritten",
                end.loss() < Math.min(end.losses().get(8), end.losses().get(0)));
        var shares = blocks.collectDouble(Block::finalShare);
        f.value("smallestShare", shares.min());
        double shareWithoutBias = share(9, withoutBias);
        f.value("shareWithoutBias", shareWithoutBias);
        f.value("biasIsLittle", shareWithoutBias >= NEARLY_ALL * end.finalShare());
        f.curves("sorted-shares", MnistImages.DIGITS.collectWithIndex((name, digit) -> shares(name, digit)));
    }

    /** The part of all test images that are read as a digit, while the digits pass by. */
    private Curve shares(String name, int digit) {
        ImmutableList<Double> steps =
                blocks.flatCollect(block -> block.course().steps().collect(step -> block.from() + step));
        ImmutableList<Double> shares = blocks.flatCollect(block ->
                block.course().points().collect(point -> 100 * share(digit, point.evaluation())));
        return new Curve(name, steps.collectDouble(step -> step), shares.collectDouble(share -> share));
    }
}
