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
            return share(digit, course.last().test());
        }

        /** After how many of its steps nearly all images are read as its digit, in words. */
        String stepsToNearlyAll() {
            Course.Point first = course.points().detect(point -> share(digit, point.test()) >= NEARLY_ALL);
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
        ConfusionMatrix confusion = test.confusion();
        return IntStream.range(0, Mnist.CLASSES)
                        .mapToDouble(truth -> confusion.count(truth, of))
                        .sum()
                / confusion.total();
    }

    static SortedData train(Run run, Mnist mnist) {
        Sequential model = Regression.untrained(run.random());
        Options options = run.options();
        Descent descent = new Descent(options.learningRate(), options.batchSize(), false, false);
        MutableList<Block> blocks = Lists.mutable.empty();
        long from = 0;
        for (int digit = 0; digit < Mnist.CLASSES; digit++) {
            Course course = descent.train(
                    run, 5, "sorted by class, " + digit, model, ofClass(mnist.train(), digit), mnist.test(), 1);
            blocks.add(new Block(
                    digit,
                    from,
                    course,
                    DoubleLists.immutable.with(
                            model.parameters().getLast().value().toDoubleArray()),
                    losses(model, mnist.test())));
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
        f.share("sorted_test_accuracy", end.course().last().accuracy());
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
        var steps = blocks.flatCollect(
                block -> block.course().points().collect(point -> (double) block.from() + point.step()));
        var shares =
                blocks.flatCollect(block -> block.course().points().collect(point -> 100 * share(digit, point.test())));
        return new Curve(name, steps.collectDouble(step -> step), shares.collectDouble(share -> share));
    }
}
