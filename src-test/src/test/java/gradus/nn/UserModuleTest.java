package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user with a {@code module-info.java} writes into it, as docs/decisions/0019 says. */
class UserModuleTest {
    @TempDir
    private Path folder;

    private static final String LISTS = """
            package user;

            import module gradus.nn;

            public class Main {
                public static String names() {
                    var model = Sequential.of(Linear.of(2, 3, Randomness.seeded(1)), new ReLU());
                    return model.namedParameters().collect(NamedParameter::name).makeString();
                }
            }
            """;

    @Test
    void whoTakesListsRequiresTheirModule() throws Exception {
        var module = new UserModule(folder, "requires gradus.nn; requires org.eclipse.collections.api;", LISTS);
        assertThat(module.messages).isEmpty();
        assertThat(module.call("names")).isEqualTo("0.weight, 0.bias");
    }

    @Test
    void withoutItTheCompilerNamesTheModule() throws Exception {
        var module = new UserModule(folder, "requires gradus.nn;", LISTS);
        assertThat(module.messages).contains("org.eclipse.collections.api, but module user.app does not read it");
    }

    @Test
    void whoTakesNoListsRequiresGradusAlone() throws Exception {
        var module = new UserModule(folder, "requires gradus.nn; exports user;", """
                package user;

                import module gradus.nn;

                public class Main {
                    public static String train() {
                        var model = Sequential.of(Linear.of(2, 3, Randomness.seeded(1)), new ReLU());
                        var data = Dataset.of(Tensor.of(1f, 2f, 3f, 4f).reshape(2, 2), Indices.of(0, 1));
                        Objective objective = (y, batch) -> CrossEntropy.mean().of(y, batch.labels());
                        var sgd = SGD.of(model).learningRate(0.1);
                        return "kept " + Trainer.of(model, objective, sgd).epochs(2).train(data).kept();
                    }
                }
                """);
        assertThat(module.messages).isEmpty();
        assertThat(module.call("train")).isEqualTo("kept 2");
    }
}
