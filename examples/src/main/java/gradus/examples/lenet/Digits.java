package gradus.examples.lenet;

import java.io.IOException;
import module gradus.examples;

/** The network like LeNet-5 and the digits that it reads. */
record Digits(Mnist mnist, Training training) {
    private static final int MOVED = 2;
    private static final int SHOWN = 24;
    private static final int LOOKED_INTO = 8;

    static Digits run(Run run, int samples) throws IOException {
        Randomness random = run.random();
        Mnist mnist = MnistImages.load(run, random.split(), samples, samples);
        run.say(mnist.origin() + ": " + mnist.train().size() + " images to train on, "
                + mnist.test().size() + " to test on");
        Options options = run.options();
        Sequential model = Networks.lenet(random);
        int steps =
                options.epochs() * mnist.train().batches(options.batchSize()).count();
        Training training = Training.run(
                run,
                "digits",
                model,
                new Adam().of(model),
                Schedule.cosine(options.learningRate(), steps),
                options.epochs(),
                Augmentation.shift(ImageLayout.gray(Mnist.SIDE, Mnist.SIDE), MOVED),
                mnist.train(),
                mnist.test());
        return new Digits(mnist, training);
    }

    void report(Run run) throws IOException {
        Findings f = run.findings();
        training.report(f, "");
        f.value("mnist", mnist);
        f.value("summary", Summary.of(training.model(), Mnist.SIDE * Mnist.SIDE));
        f.value("right", training.test().confusion().correct());
        f.pictures(HeatMap.of(MnistImages.DIGITS, training.test().confusion()).picture("confusion"));
        Sequential model = training.model();
        f.pictures(Looks.filters(model, 1).columns(8).picture("filters"));
        Tensor first = mnist.test().slice(0, 1).all().inputs();
        f.pictures(
                ImageGrid.gray(Looks.maps(model, 3, first), 24, 24).columns(8).picture("maps"));
        Looks.mistakes(f, "mistakes", training, mnist.test(), MnistImages.DIGITS, SHOWN, Digits::grid);
        saliency(run, f, model);
    }

    private static ImageGrid grid(Tensor images) {
        return MnistImages.grid(images, 8);
    }

    /** What a changed pixel does to the score of the digit that is read. */
    private void saliency(Run run, Findings f, Sequential model) throws IOException {
        Dataset some = mnist.test().slice(0, Math.min(LOOKED_INTO, mnist.test().size()));
        Saliency saliency = Saliency.of(model, some.all().inputs());
        f.pictures(
                grid(saliency.images()).picture("looked"),
                grid(saliency.gradients().abs()).eachItsOwnRange().picture("saliency"));
        f.value("pixels", saliency.pixels());
        run.file("pixels.csv", saliency.table().csv());
    }
}
