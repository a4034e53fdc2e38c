package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import gradus.nn.Frozen;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.data.Batch;
import gradus.nn.data.Batches;
import gradus.nn.data.Dataset;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;

/** Evaluates a model on the validation set; the processes of a group share the batches, and all know the result. */
final class ValidationSet {
    private static final Gradients NO_GRADIENTS = Gradients.ofParameters(Maps.mutable.empty());

    private final TrainingPlan plan;
    private final DivergenceDiagnosis diagnosis;
    private final Batches batches;
    private final ShardSums sums;

    ValidationSet(TrainingPlan plan, Dataset data, DivergenceDiagnosis diagnosis) {
        this.plan = plan;
        this.diagnosis = diagnosis;
        this.batches = data.batches(plan.evaluationBatchSize());
        ProcessGroup group = plan.shards().group();
        this.sums = new ShardSums(new Shards(Math.max(batches.count(), group.size()), group), Lists.immutable.empty());
    }

    /** Each batch is a shard; where there are more processes than batches, the last ones have none. */
    private record InBatches(Batches batches) implements StepExamples {
        @Override
        public int size() {
            return batches.data().size();
        }

        @Override
        public int before(int shard) {
            return (int) Math.min((long) shard * batches.size(), size());
        }

        @Override
        public Batch shard(int number) {
            return batches.examples(number).all();
        }
    }

    /** What the model gives after this epoch. */
    Measurements evaluate(int epoch) {
        Measurements measured = new Measurements(plan.metrics());
        Model constant = Frozen.copyIfPossible(plan.model());
        ShardSum all = sums.sum(
                new InBatches(batches),
                _ -> Mode.evaluation(),
                (batch, mode, _) -> of(constant, batch, mode, epoch, measured));
        all.evaluated().forEach(measured::add);
        return measured;
    }

    private ShardSum of(Model constant, Batch given, Mode mode, int epoch, Measurements measured) {
        Batch batch = given.withOutputs(constant.forward(given.namedInputs(), mode));
        Tensor output = batch.outputs().first();
        Tensor loss = TrainerRules.requireNumber(plan.objective().of(output, batch));
        diagnosis.requireFiniteValidation(new DivergenceDiagnosis.Case(batch, output, loss, epoch));
        return new ShardSum(0, NO_GRADIENTS, Lists.immutable.with(measured.of(batch, loss.item())));
    }
}
