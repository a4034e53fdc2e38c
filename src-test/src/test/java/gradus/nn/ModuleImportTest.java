package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import gradus.autodiff.Tensor;
import gradus.docs.Snippets;
import gradus.nn.data.SmallMnist;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessibleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.impl.bag.mutable.HashBag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first program that a user writes: one import, one main. It compiles against the modules and
 * runs.
 */
class ModuleImportTest {
    private static final String PROGRAM = """
            import module gradus.nn;

            Path folder;
            Tensor slope;
            Sequential trained;

            void main() {
                var random = Randomness.seeded(7);
                var model = Sequential.of(Linear.of(784, 300, random), new Softplus(), Linear.of(300, 10, random));
                var sgd = new SGD().momentum(0.9).of(model.parameters()).learningRate(0.1);
                for (var batch : Mnist.load(folder).train().shuffled(random).batches(50)) {
                    var loss = new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels());
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

    @Test
    void noNameOfOursMeansTwoThingsAfterTheImport() throws Exception {
        assertThat(ambiguous(ours()))
                .as("Parameter and Buffer are the field's terms; who names them imports them singly, as README says")
                .containsExactlyInAnyOrder("gradus.autodiff.Parameter", "gradus.nn.Buffer");
    }

    /** The paragraph of README lists what a program has to import singly: ours, and what the import brings along. */
    @Test
    void theReadmeListsAllNamesThatMeanTwoThings() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        String paragraph = readme.split("Some names mean two things", 2)[1].split("\n\n", 2)[0];
        assertThat(Pattern.compile("`(\\w+)`").matcher(paragraph).results().map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(ambiguous(ours().union(topLevel("org.eclipse.collections.api"))
                                .select(ModuleImportTest::isExported))
                        .collect(ModuleImportTest::simple));
    }

    private static ImmutableSet<String> ours() {
        return topLevel("gradus.autodiff").union(topLevel("gradus.nn"));
    }

    /** Those of some names that are, apart from their packages, names of Gradus, Eclipse Collections or Java twice. */
    private static ImmutableSet<String> ambiguous(ImmutableSet<String> some) throws IOException {
        ImmutableSet<String> all =
                ours().union(topLevel("org.eclipse.collections.api")).union(ofJavaBase());
        var names = all.collect(ModuleImportTest::simple, HashBag.newBag());
        return some.select(name -> names.occurrencesOf(simple(name)) > 1);
    }

    private static boolean isExported(String name) {
        return !name.startsWith("gradus.autodiff.kernel");
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The public classes of a package and those below it, without nested ones. */
    private static ImmutableSet<String> topLevel(String root) {
        return Sets.immutable
                .withAll(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(root))
                .select(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(JavaClass::getName);
    }

    /**
     * Which classes of the exported packages are public shows only their code; package-private ones
     * are few and do no harm here.
     */
    private static ImmutableSet<String> ofJavaBase() throws IOException {
        ModuleReference base = ModuleFinder.ofSystem().find("java.base").orElseThrow();
        var exported = Sets.immutable
                .withAll(base.descriptor().exports())
                .reject(ModuleDescriptor.Exports::isQualified)
                .collect(ModuleDescriptor.Exports::source);
        try (ModuleReader reader = base.open()) {
            return Lists.immutable
                    .fromStream(reader.list())
                    .select(file -> file.endsWith(".class") && !file.contains("$"))
                    .collect(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .select(name -> exported.contains(name.substring(0, Math.max(0, name.lastIndexOf('.')))))
                    .toImmutableSet();
        }
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }
}
