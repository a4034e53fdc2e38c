import module gradus.nn;

/**
 * Assignment C in one file: gradients checked by differences, an old report's training replayed from its seed, and
 * another one whose hidden units all die. With the argument {@code quick} for fewer epochs.
 */
void main(String... arguments) {
    int epochs = List.of(arguments).contains("quick") ? 5 : 20;
    differences();
    var images = images();
    IO.println("run 1: rate 0.01, batches of 15\n" + replay(images, 0.01, 15, epochs));
    IO.println("run 4: rate 0.03, batches of 40\n" + replay(images, 0.03, 40, epochs));
}

/** How far differences are from the gradient: large steps err because functions bend, small ones by rounding. */
void differences() {
    var random = Randomness.seeded(7);
    var x = Tensor.uniform(DType.F64, Shape.of(4, 5), -2, 2, random);
    var weight = Tensor.uniform(DType.F64, Shape.of(3, 5), -1, 1, random);
    var bias = Tensor.uniform(DType.F64, Shape.of(3), -1, 1, random);
    IO.println("step    sigmoid  layer by its inputs  by its weights  by its biases");
    for (int power = 1; power <= 12; power++) {
        double step = StrictMath.pow(10, -power);
        IO.println(String.format(
                Locale.ROOT,
                "1e-%02d   %.1e  %19.1e  %14.1e  %13.1e",
                power,
                error(Tensor::sigmoid, x, step),
                error(v -> v.linear(weight, bias).sigmoid(), x, step),
                error(v -> x.linear(v, bias).sigmoid(), weight, step),
                error(v -> x.linear(weight, v).sigmoid(), bias, step)));
    }
}

/** The largest error of a difference (f(x + h) - f(x - h)) / 2h, beside the largest number in the gradient. */
double error(UnaryOperator<Tensor> f, Tensor at, double step) {
    var x = at.asVariable();
    var gradient = f.apply(x).sum().gradients().of(x);
    double[] slopes = new double[at.shape().size()];
    for (int i = 0; i < slopes.length; i++) {
        var move = Indices.of(i)
                .oneHot(slopes.length, DType.F64)
                .reshape(at.shape())
                .mul(step);
        slopes[i] = f.apply(at.add(move)).sub(f.apply(at.sub(move))).sum().item() / (2 * step);
    }
    var distance = Tensor.of(slopes).reshape(at.shape()).sub(gradient);
    return distance.abs().max().item() / gradient.abs().max().item();
}

/** The images as the report prepared them: standardized, in NumPy's order, with the target 1 for 0 to 4, else 0. */
Dataset images() {
    Path folder = PublicData.DIGITS.find(null, null); // -Dgradus.data=DIR names the folder above digits
    var found = folder == null ? Digits.generated(1797, Randomness.seeded(7).split()) : Digits.load(folder);
    IO.println(found.origin());
    var digits = found.all().to(DType.F64);
    return digits.mapInputs(Scaling.standardizingWhole(digits))
            .withTargets(DType.F64, digit -> digit < 5 ? 1 : 0)
            .select(NumpyGenerator.seeded(12345).permutation(digits.size()).toArray());
}

/** Trains 64-32-1 as the report did: batches in order, the gradient of their summed loss. Gives the report's table. */
String replay(Dataset images, double rate, int batchSize, int epochs) {
    var numpy = NumpyGenerator.seeded(12345); // numpy.random.default_rng(12345)
    var model = Sequential.of(layer(64, 32, numpy), new ReLU(), layer(32, 1, numpy));
    Objective objective = (y, batch) -> new NaiveBinaryCrossEntropy().sum(y.sigmoid(), batch.targets());
    var train = images.slice(0, 898);
    var test = images.slice(898, 1797 - (1797 - 898) % batchSize); // an incomplete last batch is dropped
    var history = Trainer.of(model, objective, new SGD().of(model).learningRate(rate))
            .epochs(epochs)
            .batchSize(batchSize)
            .inOrder()
            .dropLast()
            .metric("accuracy", (y, batch) -> accuracy(y, batch.targets()))
            .validation(test)
            .train(train);
    var hidden = LayerStatistics.of(model, objective, train).rows().get(1);
    return "epoch  loss_train  accuracy_train  loss_test  accuracy_test\n"
            + history.epochs().collect(epoch -> row(epoch, batchSize)).makeString("\n")
            + "\n" + hidden.silent() + " of " + hidden.units() + " hidden units are 0 for every training image\n";
}

/** The part of the images whose probability is above one half exactly where the target is 1. */
double accuracy(Tensor y, Tensor targets) {
    return (double) y.greater(0).toTensor(DType.F64).equal(targets).count()
            / y.shape().size();
}

/** Weights U(-a, a), a = sqrt(6 / (in out)), drawn row by row of [in, out]; biases 0. */
Linear layer(int in, int out, NumpyGenerator numpy) {
    double bound = Math.sqrt(6.0 / (in * out));
    var weight = Tensor.uniform(DType.F64, Shape.of(in, out), -bound, bound, numpy);
    return Linear.of(weight.transpose(), Tensor.zeros(DType.F64, Shape.of(out)));
}

/** The report counts epochs from 0 and prints the loss of an image, not of a batch. */
String row(Epoch epoch, int batchSize) {
    return String.format(
            Locale.ROOT,
            "%5d  %10.4f  %14.4f  %9.4f  %13.4f",
            epoch.number() - 1,
            epoch.loss() / batchSize,
            epoch.get("accuracy"),
            epoch.validationLoss() / batchSize,
            epoch.get("validation accuracy"));
}
