package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.optim.SGD;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer whose parts cannot be found is refused, and the message says what to write. */
class ForgottenPartsTest {
    @TempDir
    private Path folder;

    private abstract static class Base implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x;
        }
    }

    private static final class OneField extends Base {
        private final Linear gates = Linear.of(2, 2, Randomness.seeded(1));
        private static final Parameter SHARED = Parameter.of("shared", Tensor.of(1f));
        private final double rate = 0.5;
    }

    private static class Middle extends Base {
        Parameter scale = Parameter.of("scale", Tensor.of(1f));
    }

    private static final class Inheriting extends Middle {
        List<? extends Layer> blocks = List.of();
        Map<String, Parameter[]> heads = Map.of();
        Tensor constant = Tensor.of(1f);
        List<String> words = List.of();
    }

    @Test
    void aClassThatNamesNothingIsRefused() {
        assertThatThrownBy(() -> new OneField().namedParameters())
                .isInstanceOf(ArgumentException.class)
                .hasMessage("OneField: needs the names of its parts, as it is no record, got the field gates without;"
                        + " let namedParts() return NamedParts.of(\"gates\", gates), or NamedParts.of() where"
                        + " nothing in it"
                        + " is to be trained or saved");
        assertThatThrownBy(() -> new Inheriting().namedBuffers())
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("got the fields scale, blocks, heads without; let namedParts() return"
                        + " NamedParts.of(\"scale\", scale, \"blocks\", blocks, \"heads\", heads)");
    }

    @Test
    void itIsRefusedWhereverAModelIsMadeOfIt() {
        assertThatThrownBy(() -> Sequential.of(new OneField())).hasMessageStartingWith("OneField: needs");
        assertThatThrownBy(() -> new Residual(new OneField())).hasMessageStartingWith("OneField: needs");
        assertThatThrownBy(() -> new SGD().of(new OneField())).hasMessageStartingWith("OneField: needs");
        assertThatThrownBy(() -> new Layer() {
                    private final Linear inner = Linear.of(2, 2, Randomness.seeded(1));

                    @Override
                    public Tensor forward(Tensor x, Mode mode) {
                        return inner.forward(x, mode);
                    }
                }.parameters())
                .hasMessageStartingWith("gradus.nn.ForgottenPartsTest$")
                .hasMessageContaining("the field inner without");
    }

    @Test
    void whoHasNoPartsNeedsNoNames() {
        assertThat(new Base() {}.namedParameters()).isEmpty();
        assertThat(Sequential.of(new Dropout(0.5), new Softplus()).namedBuffers())
                .isEmpty();
        Layer lambda = (x, _) -> x.neg();
        assertThat(lambda.namedParameters()).isEmpty();
        var inner = Linear.of(2, 2, Randomness.seeded(1));
        Layer capturing = (x, mode) -> inner.forward(x, mode);
        assertThat(capturing.namedParameters())
                .as("named elsewhere, or said at the first step")
                .isEmpty();
    }

    private static final class Lists1 extends Base {
        private final Linear inner;
        private final Layer norm;

        Lists1(Layer norm) {
            this.inner = Linear.of(2, 2, Randomness.seeded(1));
            this.norm = norm;
        }

        @Override
        public ImmutableList<NamedParameter> namedParameters() {
            return NamedParameter.under("inner", inner).newWithAll(NamedParameter.under("norm", norm));
        }
    }

    @Test
    void whoListsParametersIsAskedForTheBuffersAlone() {
        assertThat(new Lists1(new Softplus()).namedBuffers()).isEmpty();
        var forgetful = new Lists1(BatchNorm.of(2));
        assertThat(forgetful.namedParameters()).hasSize(4);
        assertThatThrownBy(forgetful::namedBuffers)
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith(
                        "Lists1: needs the names of its buffers, as it is no record, got the field norm");
    }

    private static final class Buffers extends Base {
        private final Buffer seen = Buffer.of("seen", Tensor.of(0f));
        private final Linear inner = Linear.of(2, 2, Randomness.seeded(1));

        @Override
        public ImmutableList<NamedBuffer> namedBuffers() {
            return Lists.immutable.with(new NamedBuffer("seen", seen));
        }
    }

    @Test
    void whoListsBuffersIsAskedForTheParametersAlone() {
        assertThat(new Buffers().namedBuffers()).hasSize(1);
        assertThatThrownBy(() -> new Buffers().namedParameters())
                .hasMessageStartingWith(
                        "Buffers: needs the names of its parameters, as it is no record, got the field inner");
    }

    private static final class Gates {
        private final Parameter open = Parameter.of("open", Tensor.of(1f));
    }

    private record WithGates(Gates gates, int size) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x;
        }
    }

    @Test
    void aPartThatIsAClassAndNoLayerIsRefused() {
        assertThatThrownBy(() -> new WithGates(new Gates(), 1).namedParameters())
                .isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "Gates: needs the names of its parts, as it is no record, got the field open without; make it a"
                                + " record or a Layer");
    }

    private static String program(String visibility) {
        return """
                package user;

                import module gradus.nn;

                public class Main {
                    %s record Twice(Layer inner, double factor) implements Layer {
                        public Tensor forward(Tensor x, Mode mode) {
                            return mode.apply("inner", inner, x).mul(factor);
                        }
                    }

                    private record Fixed(double factor, Tensor constant) implements Layer {
                        public Tensor forward(Tensor x, Mode mode) {
                            return x.mul(factor);
                        }
                    }

                    public static String names() {
                        var model = Sequential.of(
                                new Twice(Linear.of(2, 2, Randomness.seeded(1)), 2), new Fixed(1, Tensor.of(1f)));
                        return model.namedParameters().collect(NamedParameter::name).makeString();
                    }
                }
                """.formatted(visibility);
    }

    private static final String REQUIRES = "requires gradus.nn; requires org.eclipse.collections.api;";

    @Test
    void publicRecordsOfExportedPackagesAreRead() throws Exception {
        var module = new UserModule(folder, REQUIRES + " exports user;", program("public"));
        assertThat(module.messages).isEmpty();
        assertThat(module.call("names")).isEqualTo("0.inner.weight, 0.inner.bias");
    }

    @Test
    void privateRecordsOfOpenPackagesAreRead() throws Exception {
        var module = new UserModule(folder, REQUIRES + " opens user to gradus.nn;", program("private"));
        assertThat(module.call("names")).isEqualTo("0.inner.weight, 0.inner.bias");
    }

    @Test
    void recordsOfClosedPackagesAreRefused() throws Exception {
        var module = new UserModule(folder, REQUIRES, program("private"));
        assertThat((Exception) module.call("names"))
                .hasMessage(
                        "Twice: needs components that can be read from outside of its module user.app, got a record in"
                                + " the package user, which is not open; say 'opens user to gradus.nn;' in"
                                + " module-info.java, make"
                                + " the record public in an exported package, or let namedParts() return"
                                + " NamedParts.of(\"inner\", inner)");
    }

    @Test
    void inAClosedPackageNamedPartsAreTaken() throws Exception {
        String named = program("private")
                .replace(
                        "implements Layer {\n        public Tensor forward(Tensor x, Mode mode) {\n           "
                                + " return mode",
                        """
                        implements Layer {
                                public NamedParts namedParts() {
                                    return NamedParts.of("mine", inner);
                                }

                                public Tensor forward(Tensor x, Mode mode) {
                                    return mode""");
        assertThat(new UserModule(folder, REQUIRES, named).call("names")).isEqualTo("0.mine.weight, 0.mine.bias");
    }
}
