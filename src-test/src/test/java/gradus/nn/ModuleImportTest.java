package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Tensor;
import gradus.docs.Snippets;
import gradus.nn.data.SmallMnist;
import java.lang.reflect.AccessibleObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first program that a user writes: one import, one main. It compiles against the modules and runs. */
class ModuleImportTest {
    private static final String PROGRAM = """
            import module gradus.nn;

            Path folder;
            Tensor slope;
            Sequential trained;

            void main() {
                var random = Randomness.seeded(7);
                var model = Sequential.of(Linear.of(784, 300, random), new Softplus(), Linear.of(300, 10, random));
                var sgd = SGD.of(model.parameters()).learningRate(0.1).momentum(0.9);
                for (var batch : Mnist.load(folder).train().shuffled(random).batches(50)) {
                    var loss = CrossEntropy.mean().of(model.forward(batch.inputs()), batch.labels());
                    sgd.step(loss.gradients());
                }
                trained = model;

                var x = Tensor.variable(3.0);  var y = Tensor.variable(2.0);
                var f = x.square().add(y.square()).add(x.mul(y.add(2))).add(x.mul(3).cos());
                Gradients g = f.gradients();
                slope = g.of(x);
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void theFirstProgramCompilesAndRuns() throws Exception {
        SmallMnist.write(folder);
        var type = Snippets.compile(folder, PROGRAM);
        var program = accessible(type.getDeclaredConstructor()).newInstance();
        accessible(type.getDeclaredField("folder")).set(program, folder);
        accessible(type.getDeclaredMethod("main")).invoke(program);
        var slope = (Tensor) accessible(type.getDeclaredField("slope")).get(program);
        var trained = (Sequential) accessible(type.getDeclaredField("trained")).get(program);
        assertThat(slope.item()).isCloseTo(10 - 3 * StrictMath.sin(9), within(1e-14));
        assertThat(trained.parameterCount()).isEqualTo(238_510);
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }
}
