package gradus.examples.softmax;

import gradus.examples.shared.Findings;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Run;
import gradus.examples.softmax.BatchSizes.Size;
import gradus.examples.softmax.HiddenLayer.Trained;
import gradus.examples.softmax.Mistakes.OfDigit;
import gradus.examples.softmax.Mistakes.Reading;
import module gradus.plots;
import module org.eclipse.collections.api;
import org.eclipse.collections.impl.list.Interval;

/** What the program found, for its {@code report.txt}. */
record SoftmaxReport(Run run, Mnist mnist, Findings f) {
    /** Further epochs that bring less than this part of what is missing to 100 % count as having brought little. */
    private static final double LITTLE = 0.2;

    /** A change of the accuracy that counts as little. */
    private static final double LITTLE_CHANGE = 0.02;

    private static final double HARDLY_ANY = 0.01;

    SoftmaxReport(Run run, Mnist mnist) {
        this(run, mnist, run.findings());
        f.value("mnist", mnist);
        f.value("whole", whole());
    }

    /** Whether the run read all of MNIST: only then do others' figures compare. */
    private boolean whole() {
        return MnistImages.isWhole(mnist.train(), mnist.test());
    }

    private static ImageGrid grid(Tensor images, int columns) {
        return ImageGrid.gray(images, Mnist.SIDE, Mnist.SIDE).columns(columns);
    }

    /** The weights of each unit of the first layer as images. */
    private void weights(String name, int columns, Sequential model, ImmutableList<String> labels) {
        Tensor weights = ((Linear) model.layers().getFirst()).weight().value().detach();
        f.pictures(grid(weights, columns).eachItsOwnRange().captions(labels).picture(name));
    }

    void regression(Regression found) {
        Course course = found.course();
        f.value("regression", found);
        f.count("softmax_parameters", found.model().parameterCount());
        f.share("softmax_test_accuracy_epoch_1", found.afterEpochs().getFirst().accuracy());
        f.share("softmax_test_accuracy", course.last().accuracy());
        f.share("softmax_best_test_accuracy", course.best().accuracy());
        f.number("softmax_test_loss", course.last().test().loss());
        f.value("comparesWithPytorch", whole() && (found.epochs() == 2 || found.epochs() == 3));
        f.value(
                "early",
                LongLists.immutable
                        .with(1, 10, 100, 1000)
                        .select(step -> step < course.last().step())
                        .collect(course::at));
        double missing = 1 - course.last().accuracy();
        double gained =
                course.last().accuracy() - found.afterEpochs().getFirst().accuracy();
        f.value("missing", missing);
        f.value("gained", gained);
        f.value("gainedLittle", Math.abs(gained) < LITTLE * missing);
        f.value("oneEpoch", found.epochs() == 1);
        f.value("furtherEpochs", found.epochs() - 1);
        f.curves("softmax-accuracy", course.overSteps());
        weights("softmax-weights", 5, found.model(), MnistImages.DIGITS.collect(digit -> "score of " + digit));
    }

    void mistakes(Mistakes found) {
        ImmutableList<Reading> wrong = found.wrong();
        ImmutableList<Reading> right = found.all().reject(Reading::wrong);
        f.count("mistakes", wrong.size());
        f.number("mistakes_mean_score", meanScore(wrong));
        f.number("correct_mean_score", meanScore(right));
        f.value("readings", found);
        f.value("sure", wrong.count(reading -> reading.score() > 0.9));
        f.value("noMistake", wrong.isEmpty());
        f.value("anyRight", right.notEmpty());
        found.ofDigits().forEach(digit -> mistakesOf(digit, found.test()));
        Table all = Table.over(found.ofDigits().flatCollect(OfDigit::mistakes))
                .column("test_image", Reading::place)
                .column("label", Reading::truth)
                .column("read_as", Reading::said)
                .column("score", Reading::score)
                .table();
        run.file("mistakes.csv", all.csv());
    }

    private static double meanScore(ImmutableList<Reading> several) {
        return several.collectDouble(Reading::score).averageIfEmpty(Double.NaN);
    }

    private void mistakesOf(OfDigit digit, Dataset test) {
        String name = "mistakes_of_" + digit.digit();
        f.count(name, digit.mistakes().size());
        f.number(
                name + "_highest_score",
                digit.mistakes().collectDouble(Reading::score).maxIfEmpty(Double.NaN));
        if (!digit.none()) {
            Dataset images =
                    test.select(digit.shown().collectInt(Reading::place).toArray());
            f.pictures(grid(images.all().inputs(), 5)
                    .captions(digit.shown().collect(Reading::label))
                    .picture("mistakes-" + digit.digit()));
        }
    }

    void onePerClass(OnePerClass found) {
        OnePerClass.Draw first = found.draws().getFirst();
        f.share("one_per_class_test_accuracy", first.accuracy());
        f.share("one_per_class_train_accuracy", first.onTen().accuracy());
        f.share("one_per_class_mean_test_accuracy", found.accuracies().average());
        f.share("one_per_class_lowest_test_accuracy", found.accuracies().min());
        f.share("one_per_class_highest_test_accuracy", found.accuracies().max());
        double byHand = found.draws().collectDouble(OnePerClass.Draw::nearest).average();
        f.share("one_per_class_nearest_image_mean_accuracy", byHand);
        f.value("draws", found.draws());
        Course.Point half = first.course().at(first.course().last().step() / 2);
        double changed = first.accuracy() - half.accuracy();
        f.value("afterTen", first.course().at(10));
        f.value("half", half);
        f.value("changed", changed);
        f.value("isTaught", first.onTen().accuracy() == 1 && Math.abs(changed) < LITTLE_CHANGE);
        double spread = found.accuracies().max() - found.accuracies().min();
        f.value("drawsDecide", spread > Math.abs(found.accuracies().average() - byHand));
        f.pictures(grid(first.ten().all().inputs(), 5).picture("one-per-class"));
        ImmutableDoubleList steps = first.course().steps();
        var spreads = Interval.zeroTo(steps.size() - 1)
                .toImmutableList()
                .collect(i -> new Spread(found.draws()
                        .collectDouble(draw -> draw.course().accuracies().get(i))));
        f.curves(
                "one-per-class-accuracy",
                new Curve("first draw", steps, first.course().accuracies()),
                new Curve(
                        "mean of " + found.draws().size() + " draws",
                        steps,
                        spreads.collectDouble(each -> each.values().average()),
                        spreads.collectDouble(Spread::deviation)));
    }

    void batchSizes(BatchSizes found) {
        ImmutableList<Size> sizes = found.sizes();
        sizes.forEach(size -> {
            String name = "batch_" + size.batchSize() + "_";
            f.share(name + "test_accuracy", size.course().last().accuracy());
            f.count(name + "steps_to_goal", size.goal().step());
            f.number(name + "seconds_to_goal", size.goal().seconds());
            f.number(name + "microseconds_per_step", size.microseconds());
            f.number(name + "accuracy_unrest", size.course().unrest());
        });
        f.share("batch_goal", found.goal());
        found.early().forEach(noise -> f.number("batch_" + noise.batchSize() + "_noise_early", noise.relative()));
        found.late().forEach(noise -> f.number("batch_" + noise.batchSize() + "_noise_late", noise.relative()));
        f.value("batches", found);
        f.curves("batches-per-step", sizes.collect(size -> size.course().overSteps()));
        f.curves("batches-per-second", sizes.collect(size -> size.course().overSeconds()));
        f.value("bySteps", sizes.toSortedListBy(size -> size.goal().step()));
        f.value("bySeconds", sizes.toSortedListBy(size -> size.goal().seconds()));
        f.value(
                "noise",
                found.early().zip(found.late()).collect(pair -> Lists.immutable.with(pair.getOne(), pair.getTwo())));
        f.value("earlyFalls", falls(found.early()));
        f.value("lateFalls", falls(found.late()));
        double growth = found.late().get(1).relative() - found.early().get(1).relative();
        f.value("noiseGrows", growth > 0);
        Size one = sizes.getFirst();
        Size hundred = sizes.getLast();
        f.value("reachedAtOnce", sizes.anySatisfy(size -> size.goal().step() == 0));
        f.value("timesAsLong", hundred.microseconds() / one.microseconds());
        f.value("timesTheSteps", 1.0 * one.goal().step() / hundred.goal().step());
        f.value("timesTheSeconds", one.goal().seconds() / hundred.goal().seconds());
        var images = sizes.collectLong(Size::images);
        double factor = (double) images.max() / images.min();
        f.value("factor", factor);
        f.value("decidedBySteps", factor < 2);
    }

    /** By how much ten times the images divide the noise: from 1 to 10 and from 10 to 100. */
    private static ImmutableList<Double> falls(ImmutableList<GradientNoise> noise) {
        return noise.drop(1)
                .zip(noise)
                .collect(pair -> pair.getTwo().relative() / pair.getOne().relative());
    }

    void sorted(SortedData found, Regression shuffled) {
        f.share("sorted_test_accuracy", found.end().course().last().accuracy());
        f.share("sorted_share_read_as_9", found.end().finalShare());
        f.share("sorted_test_accuracy_without_bias", found.withoutBias().accuracy());
        f.share("shuffled_test_accuracy", shuffled.afterEpochs().getFirst().accuracy());
        f.value("sorted", found);
        SortedData.Block end = found.end();
        f.value(
                "isOverwritten",
                end.loss() < Math.min(end.losses().get(8), end.losses().get(0)));
        var shares = found.blocks().collectDouble(SortedData.Block::finalShare);
        f.value("smallestShare", shares.min());
        double shareWithoutBias = SortedData.share(9, found.withoutBias());
        f.value("shareWithoutBias", shareWithoutBias);
        f.value("biasIsLittle", shareWithoutBias >= SortedData.NEARLY_ALL * end.finalShare());
        f.curves("sorted-shares", MnistImages.DIGITS.collectWithIndex((name, digit) -> shares(name, digit, found)));
    }

    /** The part of all test images that are read as a digit, while the digits pass by. */
    private static Curve shares(String name, int digit, SortedData found) {
        var steps = found.blocks()
                .flatCollect(block -> block.course().points().collect(point -> (double) block.from() + point.step()));
        var shares = found.blocks()
                .flatCollect(block ->
                        block.course().points().collect(point -> 100 * SortedData.share(digit, point.test())));
        return new Curve(name, steps.collectDouble(step -> step), shares.collectDouble(share -> share));
    }

    void hiddenLayer(HiddenLayer found) {
        Trained hidden = found.hidden();
        f.count("hidden_parameters", hidden.model().parameterCount());
        f.share("hidden_test_accuracy", hidden.accuracy());
        f.share("hidden_best_test_accuracy", hidden.course().best().accuracy());
        f.number("hidden_test_loss", hidden.course().last().test().loss());
        f.share("hidden_without_relu_test_accuracy", found.withoutReLU().accuracy());
        f.count("hidden_dead_units", found.active().count(part -> part < HARDLY_ANY));
        f.value("hidden", found);
        double gain = hidden.accuracy() - found.regression().accuracy();
        double fromUnits = found.withoutReLU().accuracy() - found.regression().accuracy();
        f.value("gain", gain);
        f.value("fromUnits", fromUnits);
        f.value("fromReLU", gain - fromUnits);
        f.value("reluHelps", gain > fromUnits);
        f.value(
                "moreParameters",
                hidden.model().parameterCount() - found.regression().model().parameterCount());
        f.curves("hidden-accuracy", found.all().collect(each -> each.course().overSteps()));
        weights("hidden-weights", 6, hidden.model(), found.active().collect(Numbers::percent));
    }
}
