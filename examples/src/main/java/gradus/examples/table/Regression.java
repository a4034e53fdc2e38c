package gradus.examples.table;

import module gradus.examples;

/** A number of each row: the network beside ridge regression and the mean of all. */
record Regression(
        String target,
        Sequential model,
        History history,
        Tensor actual,
        Tensor predicted,
        RegressionErrors network,
        RegressionErrors ridge,
        RegressionErrors mean) {

    static Regression run(Run run, TableFile.Parts parts, TableEncoder encoder, String target) {
        Tensor train = parts.train().numbers(DType.F64, target);
        Tensor validation = parts.validation().numbers(DType.F64, target);
        Tensor test = parts.test().numbers(DType.F64, target);
        Scaling unit = Scaling.standardizing(train);
        Sequential inner = Network.inner(encoder.width(), 1, run.random().split());
        History history = Network.train(
                run,
                inner,
                (y, batch) -> new SquaredError().mean(y, batch.targets()),
                Dataset.of(
                        encoder.forward(encoder.rows(parts.train())),
                        unit.apply(train).to(DType.F32)),
                Dataset.of(
                        encoder.forward(encoder.rows(parts.validation())),
                        unit.apply(validation).to(DType.F32)));
        Sequential model = Network.whole(encoder, inner, unit);
        Tensor predicted = model.forward(encoder.rows(parts.test())).detach();
        Ridge ridge = Ridge.fit(
                wide(encoder, parts.train()),
                unit.apply(train),
                wide(encoder, parts.validation()),
                unit.apply(validation));
        return new Regression(
                target,
                model,
                history,
                test,
                predicted,
                RegressionErrors.of(predicted.to(DType.F64), test),
                RegressionErrors.of(unit.inverse().apply(ridge.apply(wide(encoder, parts.test()))), test),
                RegressionErrors.of(test.mul(0).add(train.mean().item()), test));
    }

    /** The encoded rows for ridge regression. */
    static Tensor wide(TableEncoder encoder, Csv rows) {
        return encoder.to(DType.F64).forward(encoder.rows(rows));
    }

    /** The part of the variance that is explained: 1 for all. */
    double explained(RegressionErrors errors) {
        return 1 - errors.meanSquared() / actual.variance().item();
    }

    void report(Findings f) {
        f.number("number_rmse", network.rootMeanSquared());
        f.share("number_explained", explained(network));
        f.number("ridge_rmse", ridge.rootMeanSquared());
        f.share("ridge_explained", explained(ridge));
        f.number("mean_rmse", mean.rootMeanSquared());
        f.value("regression", this);
        f.value("isBelowRidge", network.meanSquared() < ridge.meanSquared());
        f.curves(
                "number-loss",
                Curve.from1("training", history.column(Epoch.LOSS)),
                Curve.from1("validation", history.column(Epoch.VALIDATION_LOSS)));
        f.pictures(ScatterChart.of(Points.of("test rows", actual.toDoubleArray(), predicted.toDoubleArray()))
                .axes(target, "predicted")
                .picture("predicted"));
    }
}
