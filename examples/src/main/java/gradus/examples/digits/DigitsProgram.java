package gradus.examples.digits;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.digits.Corrected.TrainingSettings;
import gradus.examples.shared.Options;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import gradus.nn.Initializer;
import gradus.nn.train.Progress;
import java.io.IOException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import picocli.CommandLine.Command;

/**
 * Assignment C: gradient descent on a surface, gradients checked by differences, and networks that
 * tell the digits 0 to 4 from 5 to 9.
 */
@Command(
        name = "digits",
        description =
                "Assignment C: gradient descent on a surface; seven trainings of an old report replayed to the last"
                        + " digit, and put right.")
public final class DigitsProgram extends Program {
    static final double MOMENTUM = 0.9;

    /** The program with its defaults: those of the corrected network. */
    public DigitsProgram() {
        super(Options.defaults("digits")
                .epochs(30)
                .quickEpochs(3)
                .learningRate(0.1)
                .batchSize(15));
    }

    /** Runs the program and ends with its exit code. */
    public static void main(String[] arguments) {
        Program.main(new DigitsProgram(), arguments);
    }

    @Override
    protected void run(Run run) throws IOException {
        Options options = run.options();
        ReportData data = ReportData.load(run);
        ImmutableList<Descent> descents = Descent.all();
        run.say("three descents end at heights "
                + descents.collect(descent -> brief(descent.end().height())).makeString());
        ImmutableList<StepSizes> stepSizes = StepSizes.all(run.random());
        run.say("worst error of a difference at h = " + StepSizes.REPORTED_STEP + ": "
                + brief(stepSizes.collectDouble(StepSizes::atReportedStep).max()));
        OneLayer oneLayer = OneLayer.compute();
        run.say("one layer: loss " + oneLayer.loss());
        int epochs = options.quick() ? options.epochs() : Plan.EPOCHS;
        ImmutableList<ImmutableList<Row>> tables = replay(run, data, epochs);
        Diagnoses diagnoses = diagnose(run, data, epochs);
        Corrected corrected = correct(run, data);
        Experiments experiments = experiment(run, data, epochs);
        new DigitsResults(run, data, descents, stepSizes, oneLayer, tables, diagnoses, corrected, experiments).write();
    }

    private static ImmutableList<ImmutableList<Row>> replay(Run run, ReportData data, int count) {
        MutableList<ImmutableList<Row>> tables = Lists.mutable.empty();
        for (Plan plan : Plan.ALL) {
            try (Progress progress = run.progress("run " + plan.number() + ": " + plan.description(), count)) {
                Replay replay = Replay.of(plan, data.train(), data.test());
                MutableList<Row> epochs = Lists.mutable.empty();
                for (int number = 0; number < count; number++) {
                    epochs.add(replay.epoch(number));
                    progress.step();
                }
                progress.note("test accuracy " + epochs.getLast().cells().getLast());
                tables.add(epochs.toImmutable());
            }
        }
        return tables.toImmutable();
    }

    private static Diagnoses diagnose(Run run, ReportData data, int epochs) {
        try (Progress progress = run.progress("what went wrong in runs 3, 4 and 7", 3)) {
            Diagnoses diagnoses = Diagnoses.of(
                    data.train(), data.test(), epochs, run.options().seed(), progress);
            progress.note("first NaN: " + orNever("epoch ", diagnoses.breaking().epoch()) + "; last unit dead: "
                    + orNever("step ", diagnoses.dying().deadAfter()));
            return diagnoses;
        }
    }

    private static String orNever(String unit, int number) {
        return number < 0 ? "never" : unit + number;
    }

    private static Corrected correct(Run run, ReportData data) {
        Options options = run.options();
        Corrected corrected = Corrected.train(
                Corrected.network(Initializer.heNormal(), run.random()),
                new TrainingSettings(
                        options.learningRate(), MOMENTUM, options.batchSize(), options.epochs(), options.seed()),
                data.train(),
                data.test());
        run.say("corrected network: test accuracy " + percent(corrected.accuracy()));
        run.sayIfDiverged(corrected.lossBefore(), corrected.testLoss());
        return corrected;
    }

    private static Experiments experiment(Run run, ReportData data, int epochs) {
        try (Progress progress = run.progress("rates, batch sizes, first weights", Experiments.TRAININGS)) {
            Experiments experiments = Experiments.of(
                    data.train(), data.test(), epochs, run.options().seed(), progress);
            progress.note("test accuracy up to "
                    + percent(experiments
                            .rates()
                            .maxBy(trial -> trial.result().accuracy())
                            .result()
                            .accuracy()));
            return experiments;
        }
    }
}
