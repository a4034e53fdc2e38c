package gradus.examples.table;

import java.util.stream.IntStream;
import module gradus.examples;

/** A class of each row: the network beside ridge regression on ones and zeros, and the class that most rows have. */
record Classification(
        String target,
        ImmutableList<String> names,
        Sequential model,
        History history,
        Tensor scores,
        ConfusionMatrix network,
        ConfusionMatrix ridge,
        double majority) {

    static Classification run(Run run, TableFile table, TableFile.Parts parts, TableEncoder encoder, String target) {
        ImmutableList<String> names =
                table.csv().categories(target).names().toSortedList().toImmutable();
        Indices train = parts.train().labels(target, names);
        Indices validation = parts.validation().labels(target, names);
        Indices test = parts.test().labels(target, names);
        Dataset examples = Dataset.of(encoder.forward(encoder.rows(parts.train())), train);
        Sequential inner =
                Network.inner(encoder.width(), names.size(), run.random().split());
        History history = Network.train(
                run,
                inner,
                (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                examples,
                Dataset.of(encoder.forward(encoder.rows(parts.validation())), validation));
        Sequential model = Network.whole(encoder, inner, null);
        Tensor scores = model.forward(encoder.rows(parts.test())).detach();
        int classes = names.size();
        Ridge ridge = Ridge.fit(
                Regression.wide(encoder, parts.train()),
                train.oneHot(classes, DType.F64),
                Regression.wide(encoder, parts.validation()),
                validation.oneHot(classes, DType.F64));
        int most = train.oneHot(classes, DType.F64).sum(0).argMax(0).get(0);
        long right = IntStream.of(test.toArray()).filter(label -> label == most).count();
        return new Classification(
                target,
                names,
                model,
                history,
                scores,
                ConfusionMatrix.of(test, scores.argMax(-1), classes),
                ConfusionMatrix.of(
                        test,
                        ridge.apply(Regression.wide(encoder, parts.test())).argMax(-1),
                        classes),
                (double) right / test.shape().size());
    }

    void report(Findings f) {
        f.share("class_accuracy", network.accuracy());
        f.share("ridge_accuracy", ridge.accuracy());
        f.share("majority_accuracy", majority);
        f.value("classification", this);
        f.value("isAboveRidge", network.accuracy() > ridge.accuracy());
        f.curves(
                "class-loss",
                Curve.from1("training", history.column(Epoch.LOSS)),
                Curve.from1("validation", history.column(Epoch.VALIDATION_LOSS)));
        f.pictures(HeatMap.of(names, network).picture("confusion"));
    }
}
