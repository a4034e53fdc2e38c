package gradus.examples.lenet;

import java.io.IOException;
import module gradus.examples;

/** The residual network and the color images that it names. */
record ColorImages(Cifar10 cifar, Dataset test, Training training) {
    private static final double HIGHEST_RATE = 0.2;
    private static final double MOMENTUM = 0.9;
    private static final double DECAY = 5e-4;
    private static final int MOVED = 4;
    private static final int SHOWN = 24;
    private static final int STAND_IN_SIZE = 5000;
    private static final int STAND_IN_TEST_SIZE = 1000;

    static ColorImages run(Run run, int samples, int epochs) throws IOException {
        Randomness random = run.random();
        Cifar10 cifar = run.data(
                "CIFAR-10",
                PublicData.CIFAR10,
                Cifar10::load,
                () -> Cifar10.generated(
                        Math.min(samples, STAND_IN_SIZE), Math.min(samples, STAND_IN_TEST_SIZE), random.split()));
        Dataset train = cifar.train().slice(0, Math.min(samples, cifar.train().size()));
        Dataset test = cifar.test().slice(0, Math.min(samples, cifar.test().size()));
        run.say(cifar.origin() + ": " + train.size() + " images to train on, " + test.size() + " to test on");
        Sequential model = Networks.residual(cifar.classes().size(), random);
        int steps = epochs * train.batches(run.options().batchSize()).count();
        ImageLayout layout = ImageLayout.planes(Cifar10.SIDE, Cifar10.SIDE);
        Training training = Training.run(
                run,
                "color images",
                model,
                new SGD().momentum(MOMENTUM).of(model).weightDecay(DECAY),
                Schedule.oneCycle(HIGHEST_RATE, steps),
                epochs,
                Augmentation.flip(layout).then(Augmentation.shift(layout, MOVED)),
                train,
                test);
        return new ColorImages(cifar, test, training);
    }

    void report(Run run) {
        Findings f = run.findings();
        training.report(f, "cifar_");
        f.value("cifar", cifar);
        f.value("cifarRight", training.test().confusion().correct());
        f.value("cifarShown", test.size());
        f.pictures(HeatMap.of(cifar.classes(), training.test().confusion()).picture("cifarConfusion"));
        f.pictures(Looks.filters(training.model(), 1).columns(8).picture("cifarFilters"));
        Looks.mistakes(f, "cifarMistakes", training, test, cifar.classes(), SHOWN, ColorImages::grid);
    }

    private static ImageGrid grid(Tensor images) {
        return ImageGrid.colored(images, Cifar10.SIDE, Cifar10.SIDE).columns(8);
    }
}
