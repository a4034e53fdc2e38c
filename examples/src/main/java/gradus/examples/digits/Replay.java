package gradus.examples.digits;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.loss.BinaryCrossEntropyWithLogits;
import gradus.nn.loss.NaiveBinaryCrossEntropy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * One of the report's trainings, step by step as it was: minibatches in order, binary cross-entropy
 * of probabilities, its gradient summed over the batch. To find out what went wrong in it, the
 * first weights or the form of the loss can be exchanged.
 */
final class Replay {
    private final Sequential model;
    private final Form form;
    private final Optimizer descent;
    private final ImmutableList<Batch> train;
    private final ImmutableList<Batch> test;

    private Replay(Plan plan, Sequential model, Form form, Dataset train, Dataset test) {
        this.model = model;
        this.form = form;
        this.descent = new SGD().of(model.parameters()).learningRate(plan.learningRate());
        this.train = Lists.immutable.withAll(train.batches(plan.batchSize()).dropLast());
        this.test = Lists.immutable.withAll(test.batches(plan.batchSize()).dropLast());
    }

    /** The form of the binary cross-entropy. */
    enum Form {
        /** As the report wrote it, of probabilities. */
        OF_PROBABILITIES,
        /** The same number from logits, without a quotient or logarithm that can break. */
        OF_LOGITS
    }

    /**
     * The training as the report has it, not begun, with weights from a fresh generator of its
     * seed.
     */
    static Replay of(Plan plan, Dataset train, Dataset test) {
        return with(plan, plan.network(ReportData.generator()), Form.OF_PROBABILITIES, train, test);
    }

    /** The same training of another network, or with the other form of the loss. */
    static Replay with(Plan plan, Sequential model, Form form, Dataset train, Dataset test) {
        return new Replay(plan, model, form, train, test);
    }

    /** The network as it is now. */
    Sequential model() {
        return model;
    }

    /** The table of so many epochs. */
    ImmutableList<Row> run(int count) {
        MutableList<Row> epochs = Lists.mutable.empty();
        for (int number = 0; number < count; number++) {
            epochs.add(epoch(number));
        }
        return epochs.toImmutable();
    }

    /** The next epoch. */
    Row epoch(int number) {
        Means onTrain = new Means();
        for (int i = 0; i < train.size(); i++) {
            onTrain.add(step(i));
        }
        Means onTest = new Means();
        test.forEach(batch -> onTest.add(Outcome.of(model, form, batch)));
        return new Row(number, onTrain.loss(), onTrain.accuracy(), onTest.loss(), onTest.accuracy());
    }

    /** How many minibatches there are in an epoch: an incomplete last one is dropped. */
    int batches() {
        return train.size();
    }

    /** Minibatch {@code number} of the training images, in order. */
    Batch batch(int number) {
        return train.get(number);
    }

    /** One step on minibatch {@code number} of the training images. */
    Outcome step(int number) {
        Outcome outcome = Outcome.of(model, form, batch(number));
        descent.step(outcome.losses().sum().gradients());
        return outcome;
    }

    /** What a network says to a minibatch: the outputs and the loss of each of them. */
    record Outcome(Tensor outputs, Tensor losses, Tensor labels) {

        static Outcome of(Sequential model, Form form, Batch batch) {
            Tensor logits = model.forward(batch.inputs());
            Tensor outputs = logits.sigmoid();
            // the report compared several outputs with one label without a word; here it is said
            Tensor losses = form == Form.OF_LOGITS
                    ? new BinaryCrossEntropyWithLogits().broadcasting().each(logits, batch.targets())
                    : new NaiveBinaryCrossEntropy().broadcasting().each(outputs, batch.targets());
            Tensor labels = batch.targets().broadcastTo(outputs.shape());
            return new Outcome(outputs, losses, labels);
        }

        double loss() {
            return losses.mean().item();
        }

        double accuracy() {
            Tensor said = outputs.greater(0.5).toTensor(DType.F64);
            return (double) said.equal(labels).count() / said.shape().size();
        }
    }

    /** Means over minibatches, added in order. */
    private static final class Means {
        private double loss;
        private double accuracy;
        private int count;

        void add(Outcome outcome) {
            loss += outcome.loss();
            accuracy += outcome.accuracy();
            count++;
        }

        double loss() {
            return loss / count;
        }

        double accuracy() {
            return accuracy / count;
        }
    }
}
