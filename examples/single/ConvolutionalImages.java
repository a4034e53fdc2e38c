import module gradus.nn;

/**
 * Convolutional networks in one file: one like LeNet-5 reads digits, and a small residual one names color images. With
 * the argument {@code quick} it takes seconds, on few images.
 */
void main(String... arguments) {
    boolean quick = List.of(arguments).contains("quick");
    Path digits = PublicData.MNIST.find(null, null); // -Dgradus.data=DIR names the folder above mnist and cifar10
    var mnist = digits == null ? Mnist.generated(2000, 500, Randomness.seeded(7)) : Mnist.load(digits);
    var shift = Augmentation.shift(ImageLayout.gray(28, 28), 2);
    report("digits", train(lenet(), mnist.train(), shift, quick ? 4 : 8, quick ? 200 : ALL), mnist.test(), quick);

    Path colors = PublicData.CIFAR10.find(null, null);
    var cifar = colors == null ? Cifar10.generated(2000, 500, Randomness.seeded(7)) : Cifar10.load(colors);
    var planes = ImageLayout.planes(32, 32);
    var change = Augmentation.flip(planes).then(Augmentation.shift(planes, 4));
    var model = train(residual(), cifar.train(), change, quick ? 2 : 20, quick ? 32 : ALL);
    report("color images", model, cifar.test(), quick);
}

final int BATCH = 128;
final int ALL = Integer.MAX_VALUE;

Sequential lenet() {
    var random = Randomness.seeded(7);
    return Sequential.of(
            Unflatten.of(1, 28, 28),
            Conv2d.of(1, 16, 5, random), new ReLU(), MaxPool.of(2),
            Conv2d.of(16, 32, 5, random), new ReLU(), MaxPool.of(2),
            new Flatten(),
            Linear.of(512, 128, random), new ReLU(), new Dropout(0.4),
            Linear.of(128, 10, random));
}

Sequential residual() {
    var random = Randomness.seeded(7);
    return Sequential.of(
            Unflatten.of(3, 32, 32),
            convolution(3, 16, 1, random), BatchNorm.of(16), new ReLU(),
            block(16, 16, 1, random),
            block(16, 32, 2, random),
            block(32, 64, 2, random),
            new GlobalAveragePool(),
            Linear.of(64, 10, random));
}

/** What two convolutions add to the images, or to what a third makes of them where the size changes. */
Sequential block(int in, int out, int stride, Randomness random) {
    var added = Sequential.of(
            convolution(in, out, stride, random), BatchNorm.of(out), new ReLU(),
            convolution(out, out, 1, random), BatchNorm.of(out).zeroWeight());
    var smaller = Conv2d.of(in, out, 1, Convolution.valid().stride(stride), random).withoutBias();
    return Sequential.of(
            stride == 1 ? new Residual(added) : Parallel.sum(added, Sequential.of(smaller, BatchNorm.of(out))),
            new ReLU());
}

Conv2d convolution(int in, int out, int stride, Randomness random) {
    var how = Convolution.valid().stride(stride).padding(1);
    return Conv2d.of(DType.F32, in, out, 3, how, Initializer.heNormal(), random).withoutBias();
}

/** Adam with a rate that rises and falls, and images, so many at most, that are changed at random. */
Sequential train(Sequential model, Dataset images, Augmentation change, int epochs, int most) {
    var train = images.slice(0, Math.min(most, images.size()));
    int steps = epochs * train.batches(BATCH).count();
    Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), new Adam().of(model))
            .epochs(epochs)
            .seed(7)
            .schedule(Schedule.oneCycle(0.005, steps))
            .listener(new TrainingProgress())
            .train(random -> train.shuffled(random).batches(BATCH).augmented(change, random));
    return model;
}

void report(String name, Sequential model, Dataset test, boolean quick) {
    var some = test.slice(0, quick ? Math.min(100, test.size()) : test.size());
    IO.println(name + ": test " + Evaluation.of(model, some));
}
