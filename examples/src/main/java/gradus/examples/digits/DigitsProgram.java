package gradus.examples.digits;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.shared.Defaults;
import gradus.examples.shared.Options;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import java.io.IOException;
import module gradus.nn;
import org.eclipse.collections.api.list.ImmutableList;
import picocli.CommandLine.Command;

/**
 * Assignment C: gradient descent on a surface, gradients checked by differences, and networks that tell the digits 0 to
 * 4 from 5 to 9.
 */
@Command(
        name = "digits",
        description =
                "Assignment C: gradient descent on a surface; seven trainings of an old report replayed to the last"
                        + " digit, and put right.")
@Defaults(epochs = 30, quickEpochs = 3, learningRate = 0.1, batchSize = 15)
public final class DigitsProgram extends Program {
    @Override
    protected void run(Run run) throws IOException {
        ReportData data = ReportData.load(run);
        DigitsReport report = new DigitsReport(run, data);
        byHand(run, report);
        Options options = run.options();
        int epochs = options.quick() ? options.epochs() : Plan.EPOCHS;
        ImmutableList<ImmutableList<Replay.Row>> tables = Plan.ALL.collect(plan -> run.work(
                "run " + plan.number() + ": " + plan.description(),
                epochs,
                progress -> Replay.of(plan, data).run(epochs, progress::step),
                rows -> "test accuracy " + rows.getLast().cells().getLast()));
        report.runs(tables);
        Diagnoses diagnoses = run.work(
                "what went wrong in runs 3, 4 and 7",
                3,
                progress -> Diagnoses.of(data, epochs, options.seed(), progress),
                found -> "first NaN: " + orNever("epoch ", found.breaking().epoch()) + "; last unit dead: "
                        + orNever("step ", found.dying().deadAfter()));
        report.diagnoses(diagnoses, tables);
        correct(run, data, report);
        Experiments experiments = run.work(
                "rates, batch sizes, first weights",
                Experiments.TRAININGS,
                progress -> Experiments.of(data, epochs, options.seed(), progress),
                found -> "test accuracy up to " + percent(found.bestRate().accuracy()));
        report.experiments(experiments);
    }

    /** Parts 1 to 3, without training. */
    private static void byHand(Run run, DigitsReport report) {
        ImmutableList<Descent> descents = Descent.all();
        run.say("three descents end at heights "
                + descents.collect(descent -> brief(descent.end().height())).makeString());
        report.surface(descents);
        ImmutableList<StepSizes> stepSizes = StepSizes.all(run.random());
        double worst = stepSizes.collectDouble(StepSizes::atReportedStep).max();
        run.say("worst error of a difference at h = " + StepSizes.REPORTED_STEP + ": " + brief(worst));
        report.differences(stepSizes);
        OneLayer oneLayer = OneLayer.compute();
        run.say("one layer: loss " + oneLayer.loss());
        report.oneLayer(oneLayer);
    }

    private static void correct(Run run, ReportData data, DigitsReport report) {
        Corrected corrected = Corrected.train(run.options(), data);
        run.say("corrected network: test accuracy " + percent(corrected.accuracy()));
        run.sayIfDiverged(corrected.lossBefore(), corrected.testLoss());
        report.corrected(corrected);
        run.model(corrected.model(), run.provenance(data.origin()).with("momentum", Corrected.MOMENTUM + ""));
    }

    private static String orNever(String unit, int number) {
        return number < 0 ? "never" : unit + number;
    }
}
