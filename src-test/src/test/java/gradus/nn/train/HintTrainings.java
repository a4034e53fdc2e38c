package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Randomness;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Digits;
import gradus.nn.data.Scaling;
import gradus.nn.layer.Linear;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import org.eclipse.collections.api.list.ImmutableList;

/** What the tests of hints train, and how they read what was hinted. */
abstract class HintTrainings {
    final Randomness random = Randomness.seeded(11);

    /** 600 drawn digits of 8 x 8 pixels from 0 to about 1. */
    final Dataset digits = scaled(Digits.generated(600, Randomness.seeded(4)).all());

    static Dataset scaled(Dataset data) {
        return data.mapInputs(Scaling.toRangeWhole(data, 0, 1));
    }

    Sequential network(Layer activation) {
        return Sequential.of(Linear.of(64, 32, random), activation, Linear.of(32, 10, random));
    }

    static Optimizer descent(Layer model, double rate) {
        return new SGD().of(model).learningRate(rate);
    }

    static Trainer trainer(Layer model, double rate) {
        return Trainer.of(model, Blobs.CROSS_ENTROPY, descent(model, rate))
                .batchSize(20)
                .seed(3);
    }

    static ImmutableList<String> subjects(History history) {
        return history.hints().collect(Hint::subject);
    }

    static Hint only(History history, String subject) {
        assertThat(subjects(history)).containsExactly(subject);
        return history.hints().getOnly();
    }
}
