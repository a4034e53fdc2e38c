package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.files.SavedModel;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.optim.SGD;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name in a model stands for one parameter or buffer. */
class OneNameTest {
    private final Randomness random = Randomness.seeded(2);

    @TempDir
    private Path folder;

    private Linear linear() {
        return Linear.of(2, 2, random).withoutBias();
    }

    private interface Idle extends Layer {
        @Override
        default Tensor forward(Tensor x, Mode mode) {
            return x;
        }
    }

    private record Heads(Map<String, Layer> heads) implements Idle {}

    private static Heads heads(String one, Layer first, String other, Layer second) {
        Map<String, Layer> map = new LinkedHashMap<>();
        map.put(one, first);
        map.put(other, second);
        return new Heads(map);
    }

    private static ImmutableList<String> names(Layer layer) {
        return layer.namedParameters().collect(NamedParameter::name);
    }

    @Test
    void keysWithDotsThatMakeTwoParametersAlikeAreRefused() {
        Heads heads = heads("x", Sequential.of(linear()), "x.0", linear());
        String message = "heads.x.0.weight: needs a name of its own for each parameter and buffer, got one for two,"
                + " 0.weight of the part heads.x and weight of the part heads.x.0; a dot in the name of a part, or in"
                + " the key of a map, can make them alike";
        assertThatThrownBy(heads::namedParameters)
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> new SGD().of(heads)).hasMessage(message);
        assertThatThrownBy(() -> SavedModel.of(heads, Maps.immutable.empty())).hasMessage(message);
        assertThatThrownBy(() -> Sequential.of(heads)).hasMessage(message);
    }

    @Test
    void otherKeysMayHaveDots() {
        assertThat(names(heads("v1.5", linear(), "v2.0", linear())))
                .containsExactly("heads.v1.5.weight", "heads.v2.0.weight");
    }

    @Test
    void buffersLikewise() {
        var norms = heads("x", Sequential.of(BatchNorm.of(2)), "x.0", BatchNorm.of(2));
        assertThatThrownBy(norms::namedBuffers)
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("heads.x.0.running_mean: needs a name of its own")
                .hasMessageContaining("0.running_mean of the part heads.x and running_mean of the part heads.x.0;");
    }

    @Test
    void namesThatAClassGivesLikewise() {
        var parameter = Parameter.of("p", Tensor.of(1f));
        Layer inner = linear();
        Layer named = new Idle() {
            @Override
            public NamedParts namedParts() {
                return NamedParts.of("x", Sequential.of(inner), "x.0.weight", parameter);
            }
        };
        assertThatThrownBy(named::parameters)
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("one for two, 0.weight of the part x and the part x.0.weight;");
    }

    private record Listing(ImmutableList<NamedParameter> namedParameters, Buffer scale) implements Idle {
        @Override
        public ImmutableList<NamedBuffer> namedBuffers() {
            return Lists.immutable.with(new NamedBuffer("scale", scale));
        }
    }

    private static NamedParameter cell(String name, float value) {
        return new NamedParameter(name, Parameter.of("p" + value, Tensor.of(value)));
    }

    @Test
    void whatARecordListsItselfLikewise() {
        var scale = Buffer.of("scale", Tensor.of(1f));
        var twice = new Listing(Lists.immutable.with(cell("w", 1), cell("w", 2)), scale);
        assertThatThrownBy(() -> new SGD().of(twice))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("w: needs a name of its own for each parameter and buffer, got one for two,"
                        + " p1.0 F32[1] and p2.0 F32[1]");
        assertThatThrownBy(() -> SavedModel.of(twice, Maps.immutable.empty()))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("SavedModel: needs each name once, got w twice");
        var mixed = new Listing(Lists.immutable.with(cell("scale", 1)), scale);
        assertThatThrownBy(() -> new SGD().of(mixed)).hasMessageContaining("one for two, p1.0 F32[1] and scale F32[1]");
        assertThatThrownBy(() -> SavedModel.of(mixed, Maps.immutable.empty()))
                .hasMessage("SavedModel: needs each name once, got scale twice");
    }

    @Test
    void aSharedParameterIsSavedAndReadAlsoUnderOneName() {
        Linear shared = linear();
        Heads heads = heads("x", Sequential.of(shared), "x.0", shared);
        assertThat(names(heads)).containsExactly("heads.x.0.weight");
        Path file = folder.resolve("model.json");
        SavedModel.of(heads, Maps.immutable.empty()).write(file);
        Tensor before = shared.weight().value().detach();
        shared.weight().set(before.mul(2));
        SavedModel.read(file).into(heads);
        assertThat(shared.weight().value().toFloatArray()).isEqualTo(before.toFloatArray());
        var tied = heads("a", shared, "b", shared);
        assertThat(names(tied)).containsExactly("heads.a.weight", "heads.b.weight");
        assertThat(tied.parameters()).containsExactly(shared.weight());
    }
}
