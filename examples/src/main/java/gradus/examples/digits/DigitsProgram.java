package gradus.examples.digits;

import gradus.autodiff.Randomness;
import gradus.examples.digits.Corrected.Settings;
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

/** Assignment C: gradient descent on a surface, gradients checked by differences, and networks that tell the digits 0 to 4 from 5 to 9. */
@Command(
        name = "digits",
        description =
                "Assignment C: gradient descent on a surface; seven trainings of an old report replayed to the last digit, and put right.")
public final class DigitsProgram extends Program {
    private static final double MOMENTUM = 0.9;

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
        int epochs = options.quick() ? options.epochs() : Plan.EPOCHS;
        ImmutableList<ImmutableList<Epoch>> tables = replay(run, data, epochs);
        Diagnoses diagnoses = Diagnoses.of(data.train(), data.test(), epochs, options.seed());
        Randomness random = run.random();
        Corrected corrected = Corrected.train(
                Corrected.network(Initializer.heNormal(), random),
                new Settings(options.learningRate(), MOMENTUM, options.batchSize(), options.epochs()),
                data.train(),
                data.test(),
                random);
        run.say("corrected network: test accuracy %.2f %%"
                .formatted(100 * corrected.last().testAccuracy()));
        Experiments experiments = Experiments.of(data.train(), data.test(), epochs, options.seed());
        new DigitsResults(
                        run,
                        data,
                        Descent.all(),
                        StepSizes.all(run.random()),
                        OneLayer.compute(),
                        tables,
                        diagnoses,
                        corrected,
                        experiments)
                .write();
    }

    private static ImmutableList<ImmutableList<Epoch>> replay(Run run, ReportData data, int count) {
        MutableList<ImmutableList<Epoch>> tables = Lists.mutable.empty();
        for (Plan plan : Plan.ALL) {
            try (Progress progress = run.progress("run " + plan.number() + ": " + plan.description(), count)) {
                Replay replay = Replay.of(plan, data.train(), data.test());
                MutableList<Epoch> epochs = Lists.mutable.empty();
                for (int number = 0; number < count; number++) {
                    epochs.add(replay.epoch(number));
                    progress.step();
                }
                progress.note("test accuracy " + epochs.getLast().row().getLast());
                tables.add(epochs.toImmutable());
            }
        }
        return tables.toImmutable();
    }
}
