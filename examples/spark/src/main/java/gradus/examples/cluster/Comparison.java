package gradus.examples.cluster;

import gradus.examples.shared.Curves;
import gradus.examples.shared.Findings;
import gradus.examples.shared.Run;
import gradus.examples.shared.Watch;
import gradus.nn.Summary;
import gradus.nn.data.Mnist;
import gradus.nn.report.Table;
import gradus.nn.train.Epoch;
import gradus.plots.Curve;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What came of it.
 *
 * @param trainings the first on one machine, the last with a kill if there was one
 */
record Comparison(Experiment experiment, ImmutableList<Training> trainings, boolean kills) {

    private boolean equal() {
        return trainings.collect(Training::hash).distinct().size() == 1;
    }

    private String hashes() {
        return trainings.collect(each -> each.hash() + "  " + each.name()).makeString("\n");
    }

    private int killed() {
        return trainings.flatCollect(Training::lost).count(Loss::isHalt);
    }

    void report() {
        Run run = experiment.run();
        Training alone = trainings.getFirst();
        Training last = trainings.getLast();
        run.sayIfDiverged(
                alone.history().stepLosses().getFirst(), alone.history().last().loss());
        run.say(hashes());
        if (!equal()) {
            run.say("The parameters differ, which should not be: a mistake in Gradus or its surroundings.");
        }
        figures(run.findings(), alone, last);
        words(run.findings());
        pictures(run.findings());
        run.file("epochs.csv", epochs());
        run.model(
                last.model(),
                run.provenance(experiment.mnist().origin()).with("sha256 of the parameters", last.hash()));
    }

    private void figures(Findings f, Training alone, Training last) {
        f.count("hashes_equal", equal() ? 1 : 0);
        f.count("workers_killed", killed());
        f.share("test_accuracy", last.onTest().accuracy());
        f.number("test_loss", last.onTest().loss());
        f.count("attempts", last.attempts());
        f.count("parameters", alone.model().parameterCount());
        f.count("steps", experiment.learner().steps());
    }

    private void words(Findings f) {
        f.value("mnist", experiment.mnist());
        f.value("learner", experiment.learner());
        f.value("shards", experiment.shards());
        f.value("summary", Summary.of(trainings.getFirst().model(), Mnist.SIDE * Mnist.SIDE));
        f.value("isEqual", equal());
        f.value("kills", kills);
        f.value("hashes", hashes());
        f.value("trainings", trainings);
        f.value("anyLost", trainings.flatCollect(Training::lost).notEmpty());
        f.value("lost", trainings.flatCollect(Training::lost).makeString("\n"));
        f.value("epochs", trainings.getFirst().history().epochs());
    }

    /** The curves of one machine are broad, so that those of the others leave them visible. */
    private void pictures(Findings f) {
        f.curves("progress", trainings.collect(Training::progress));
        f.curves(
                "loss",
                beside(trainings.collect(
                        each -> Curve.from1(each.name(), each.history().column(Epoch.LOSS)))));
        f.curves(
                "accuracy",
                beside(trainings.collect(each -> Curves.percent(each.name(), each.history(), Watch.ACCURACY))));
    }

    private static ImmutableList<Curve> beside(ImmutableList<Curve> curves) {
        return curves.collectWithIndex((curve, place) -> place == 0 ? curve.drawnBroad() : curve);
    }

    private String epochs() {
        Table.Columns<Epoch> columns = Table.over(trainings.getFirst().history().epochs())
                .column("epoch", Epoch::number)
                .column("training_loss", Epoch::loss)
                .column("accuracy", epoch -> epoch.get(Watch.ACCURACY));
        for (Training each : trainings) {
            columns = columns.column(
                    "seconds_on_" + each.name().replace(",", "").replace(' ', '_'),
                    epoch -> each.history().epochs().get(epoch.number() - 1).get(Epoch.SECONDS));
        }
        return columns.table().csv();
    }
}
