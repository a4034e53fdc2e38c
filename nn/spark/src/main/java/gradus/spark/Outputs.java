package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** What becomes a cell of all that a model gives for a row. */
enum Outputs {
    NUMBERS {
        @Override
        Object cell(double[] numbers) {
            return numbers;
        }
    },
    CLASS {
        @Override
        Object cell(double[] numbers) {
            return (double) Tensor.of(numbers).argMax(0).get(0);
        }
    },
    NUMBER {
        @Override
        Object cell(double[] numbers) {
            if (numbers.length != 1) {
                throw new ArgumentException(
                        "Predictor.numbers",
                        "a model that gives one number for a row",
                        GradusException.counted(numbers.length, "number"),
                        "outputs has all, classes the place of the largest");
            }
            return numbers[0];
        }
    };

    /** Of the numbers of a row. */
    abstract Object cell(double[] numbers);

    /** One for each example. */
    ImmutableList<Object> of(Layer model, ImmutableList<Example> examples) {
        Tensor x = Example.dataset(examples).all().inputs();
        double[] all = model.forward(x, Mode.evaluation()).toDoubleArray();
        int width = all.length / examples.size();
        return Interval.zeroTo(examples.size() - 1)
                .collect(row -> cell(Arrays.copyOfRange(all, row * width, (row + 1) * width)))
                .toList()
                .toImmutable();
    }

    /** Of one example. */
    Object of(Layer model, Example example) {
        return of(model, Lists.immutable.with(example)).getFirst();
    }
}
