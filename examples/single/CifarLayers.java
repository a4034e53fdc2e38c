import module gradus.nn;

/**
 * Assignment E in one file: a network of two layers on the color images of CIFAR-10, then deeper ones. With the
 * argument {@code quick} it takes seconds, on few images.
 */
void main(String... arguments) {
    boolean quick = List.of(arguments).contains("quick");
    Path folder = PublicData.CIFAR10.find(null, null); // -Dgradus.data=DIR names the folder above cifar10
    var cifar = folder == null
            ? Cifar10.generated(quick ? 2000 : 5000, quick ? 500 : 1000, Randomness.seeded(7).split())
            : Cifar10.load(folder);
    int size = cifar.train().size();
    var train = cifar.train().slice(0, quick ? 1000 : size - size / 10);
    var validation = cifar.train().slice(size - size / 10, size);
    IO.println(cifar.origin() + ": " + train.size() + " images to train on");

    int steps = (quick ? 6 : 14) * (train.size() / BATCH);
    var mean = mean(train);
    var two = train(network(2, mean), train, validation, steps);
    IO.println("2 layers: validation " + Evaluation.of(two, validation) + "\ntest "
            + Evaluation.of(two, cifar.test()));
    for (int depth = 2; depth <= 5; depth++) {
        var model = train(network(depth, mean), train, validation, Math.max(1, steps * 3 / 4));
        IO.println(depth + " layers, three quarters of the steps: test " + Evaluation.of(model, cifar.test()));
    }
}

final int BATCH = 128;

/** The mean of all images, pixel by pixel. */
Tensor mean(Dataset images) {
    var sum = Tensor.zeros(3 * 32 * 32);
    for (Batch batch : images.batches(1000)) {
        sum = sum.add(batch.inputs().sum(0));
    }
    return sum.div(images.size());
}

/**
 * So many layers with weights, ReLU between them, first weights by He et al. Pixels from 0 to 1, less their mean and
 * times 255 / 64, are of about unit size.
 */
Sequential network(int depth, Tensor mean) {
    var random = Randomness.seeded(7);
    var layers = new ArrayList<Layer>();
    layers.add((x, mode) -> x.sub(mean).mul(255.0 / 64));
    int in = 3 * 32 * 32;
    for (int layer = 1; layer < depth; layer++) {
        layers.add(Linear.of(in, 250, Initializer.heNormal(), random));
        layers.add(new ReLU());
        in = 250;
    }
    layers.add(Linear.of(in, Cifar10.CLASSES, Initializer.heNormal(), random));
    return Sequential.of(layers.toArray(new Layer[0]));
}

/** Momentum, a rate that falls along half a cosine to 0, a penalty on weights only, and every other image mirrored. */
Sequential train(Sequential model, Dataset train, Dataset validation, int steps) {
    var biases = model.layers().selectInstancesOf(Linear.class).collect(Linear::bias);
    var sgd = new SGD().momentum(0.9).of(model).weightDecay(2e-3).group(biases, group -> group.weightDecay(0));
    var flip = Augmentation.flip(ImageLayout.planes(32, 32));
    Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), sgd)
            .epochs(Math.ceilDiv(steps, train.size() / BATCH))
            .maxSteps(steps)
            .evaluationBatchSize(1000)
            .seed(7)
            .schedule(Schedule.cosine(0.02, steps))
            .metric("accuracy", Accuracy::of)
            .validation(validation)
            .listener(new TrainingProgress())
            .train(random -> mirrored(train.shuffled(random).batches(BATCH).dropLast(), flip, random));
    return model;
}

/** The batches, changed when their turn comes. */
Iterable<Batch> mirrored(Batches batches, Augmentation flip, RandomGenerator random) {
    return () -> StreamSupport.stream(batches.spliterator(), false)
            .map(batch -> flip.apply(batch, random))
            .iterator();
}
