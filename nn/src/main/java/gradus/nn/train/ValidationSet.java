package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import gradus.nn.Frozen;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.NamedTensors;
import gradus.nn.data.Batch;
import gradus.nn.data.Batches;
import gradus.nn.data.BatchesAhead;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;

/**
 * Evaluates a model on the validation set, batch by batch. The processes of a group share the batches
 * of a data set, and all know the result; what is read meanwhile each of them evaluates as a whole.
 */
final class ValidationSet {
    private static final Gradients NO_GRADIENTS = Gradients.ofParameters(Maps.mutable.empty());

    private final TrainingPlan plan;
    private final ValidationData data;
    private final DivergenceDiagnosis diagnosis;

    ValidationSet(TrainingPlan plan, ValidationData data, DivergenceDiagnosis diagnosis) {
        this.plan = plan;
        this.data = data;
        this.diagnosis = diagnosis;
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
        switch (data) {
            case ValidationData.Known known ->
                shared(known.data().batches(plan.evaluationBatchSize()), constant, epoch, measured);
            case ValidationData.Streamed streamed -> streamed(streamed, constant, epoch, measured);
        }
        return measured;
    }

    private void shared(Batches batches, Model constant, int epoch, Measurements measured) {
        ProcessGroup group = plan.shards().group();
        Shards shards = new Shards(Math.max(batches.count(), group.size()), group);
        ShardSum all = new ShardSums(shards, Lists.immutable.empty())
                .sum(
                        new InBatches(batches),
                        _ -> Mode.evaluation(),
                        (batch, _, _) -> new ShardSum(
                                0, NO_GRADIENTS, Lists.immutable.with(of(constant, batch, epoch, measured))));
        all.evaluated().forEach(measured::add);
    }

    private void streamed(ValidationData.Streamed streamed, Model constant, int epoch, Measurements measured) {
        Scope scope = new Scope();
        try (BatchesAhead batches = streamed.data().batches(plan.evaluationBatchSize())) {
            for (Batch batch : batches) {
                measured.add(
                        scope.run(() -> of(constant, batch, epoch, measured).keep()));
            }
        }
        if (measured.isEmpty()) {
            throw streamed.empty();
        }
    }

    private Evaluated of(Model constant, Batch given, int epoch, Measurements measured) {
        DivergenceDiagnosis.Case made = made(given, constant.forward(given.namedInputs(), Mode.evaluation()), epoch);
        double loss = made.loss().item();
        if (!Double.isFinite(loss)) {
            diagnosis.requireFiniteValidation(recorded(made, given));
        }
        return measured.of(made.batch(), loss);
    }

    /**
     * The same once more with the model itself, so that there is a graph to look at. Models and objectives of users
     * may refuse to be applied once more, or do something else then.
     */
    private DivergenceDiagnosis.Case recorded(DivergenceDiagnosis.Case made, Batch given) {
        try {
            NamedTensors outputs = plan.model().forward(given.namedInputs(), Mode.evaluation());
            DivergenceDiagnosis.Case again = made(given, outputs, made.epoch());
            return Double.isFinite(again.loss().item()) ? made : again;
        } catch (RuntimeException _) {
            return made;
        }
    }

    private DivergenceDiagnosis.Case made(Batch given, NamedTensors outputs, int epoch) {
        Batch batch = given.withOutputs(outputs);
        Tensor output = outputs.first();
        Tensor loss = TrainerRules.requireNumber(plan.objective().of(output, batch));
        return new DivergenceDiagnosis.Case(batch, output, loss, epoch);
    }
}
