import module gradus.nn;

/**
 * Assignment D in one file: a softplus network learns three overlapping rings and two clouds, beside the best
 * classifier there can be. With the argument {@code quick} for fewer points and epochs.
 */
void main(String... arguments) {
    boolean quick = List.of(arguments).contains("quick");
    var random = Randomness.seeded(7).split();
    var train = RingsAndClouds.generated(quick ? 40 : 400, random);
    var test = RingsAndClouds.generated(quick ? 40 : 400, random);

    var weights = Randomness.seeded(7);
    var model = Sequential.of(
            Linear.of(DType.F64, 2, 12, weights),
            new Softplus(),
            Linear.of(DType.F64, 12, RingsAndClouds.CLASSES, weights));
    var history = Trainer.of(
                    model,
                    (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                    new SGD().of(model).learningRate(0.1))
            .epochs(quick ? 200 : 1000)
            .batchSize(train.size()) // all points at once: steepest descent
            .inOrder()
            .train(train);

    var bayes = Sequential.of((points, mode) -> logDensities(points));
    IO.println(model.parameterCount() + " parameters, " + train.size() + " points");
    int fifth = history.epochs().size() / 5;
    for (int part = 0; part < 5; part++) {
        IO.println(history.epochs().get(part * fifth));
    }
    IO.println("training: " + Evaluation.of(model, train) + ", the best classifier " + Evaluation.of(bayes, train));
    IO.println("test: " + Evaluation.of(model, test) + ", the best classifier " + Evaluation.of(bayes, test));
    IO.println("best accuracy over the whole plane: " + Numbers.percent(bestAccuracy()));
}

/** The scores of the best classifier: softmax makes of them the true probabilities of the classes at each point. */
Tensor logDensities(Tensor points) {
    int classes = RingsAndClouds.CLASSES;
    double[] logs = new double[points.shape().dim(0) * classes];
    for (int i = 0; i < logs.length; i++) {
        int point = i / classes;
        double density = RingsAndClouds.density(i % classes, points.get(point, 0), points.get(point, 1));
        logs[i] = StrictMath.log(density);
    }
    return Tensor.of(logs).reshape(-1, classes);
}

/** The probability that the most probable class of a point is its class: the integral over squares of 0.05 x 0.05. */
double bestAccuracy() {
    double sum = 0;
    for (double x = -9.975; x < 10; x += 0.05) {
        for (double y = -9.975; y < 10; y += 0.05) {
            double largest = 0;
            for (int label = 0; label < RingsAndClouds.CLASSES; label++) {
                largest = Math.max(largest, RingsAndClouds.density(label, x, y));
            }
            sum += largest * 0.05 * 0.05 / RingsAndClouds.CLASSES;
        }
    }
    return sum;
}
