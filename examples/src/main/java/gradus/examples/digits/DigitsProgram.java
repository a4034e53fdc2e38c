package gradus.examples.digits;

import static gradus.nn.report.Numbers.percent;

import java.io.IOException;
import module gradus.examples;
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
        Findings f = run.findings();
        f.value("data", data);
        f.value("standIn", !run.readsData());
        Descent.report(run);
        StepSizes.report(run);
        OneLayer.compute().report(run);

        Options options = run.options();
        int epochs = options.quick() ? options.epochs() : Plan.EPOCHS;
        ImmutableList<ImmutableList<Replay.Row>> tables = Replay.all(run, data, epochs);
        Diagnoses.report(run, data, epochs, tables);

        Corrected corrected = Corrected.train(options, data);
        run.say("corrected network: test accuracy " + percent(corrected.accuracy()));
        run.sayIfDiverged(corrected.lossBefore(), corrected.testLoss());
        corrected.report(f);
        run.model(corrected.model(), run.provenance(data.origin()).with("momentum", Corrected.MOMENTUM + ""));

        Experiments experiments = run.work(
                "rates, batch sizes, first weights",
                Experiments.TRAININGS,
                progress -> Experiments.of(data, epochs, options.seed(), progress),
                found -> "test accuracy up to " + percent(found.bestRate().accuracy()));
        experiments.report(f);
    }
}
