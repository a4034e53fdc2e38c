package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Tensor;
import gradus.docs.Snippets;
import gradus.nn.data.SmallMnist;
import gradus.nn.train.History;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.AccessibleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.eclipse.collections.api.bag.MutableBag;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.api.set.MutableSet;
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

    /**
     * What derivatives, a training and a layer of one's own need has one meaning each: Parameter
     * alone is named singly.
     */
    @Test
    void aProgramWithFunctionsAndALayerOfItsOwnNeedsNoMoreThanTheImport() throws Exception {
        var type = Snippets.compile(folder, """
                import module gradus.nn;
                import gradus.autodiff.Parameter;

                record Scaled(Parameter scale, Layer inner) implements Layer {
                    public Tensor forward(Tensor x, Mode mode) {
                        return mode.apply("inner", inner, x).mul(scale.value());
                    }
                }

                Function<Tensor, Tensor> square = x -> x.square().sum();
                Predicate<Tensor> positive = x -> x.item() > 0;
                IntPredicate even = i -> i % 2 == 0;
                DoubleFunction<String> words = Double::toString;
                Tensor gradient;
                History history;

                void main() {
                    gradient = Derivatives.grad(square, Tensor.of(1.0, 2.0));
                    var inner = Linear.of(2, 2, Randomness.seeded(7));
                    var model = new Scaled(Parameter.of("scale", Tensor.scalar(1f)), inner);
                    var data = Dataset.of(Tensor.of(1f, 2f, 3f, 4f).reshape(2, 2), Indices.of(0, 1));
                    Objective objective = (y, batch) -> new CrossEntropy().mean(y, batch.labels());
                    history = Trainer.of(model, objective, new SGD().of(model).learningRate(0.1)).train(data);
                }
                """);
        var program = accessible(type.getDeclaredConstructor()).newInstance();
        accessible(type.getDeclaredMethod("main")).invoke(program);
        assertThat(((Tensor) accessible(type.getDeclaredField("gradient")).get(program)).toDoubleArray())
                .containsExactly(2, 4);
        assertThat(((History) accessible(type.getDeclaredField("history")).get(program)).epochs())
                .hasSize(1);
    }

    @Test
    void onlyTwoNamesMeanTwoThingsAfterTheImport() throws Exception {
        assertThat(ambiguous())
                .as("the field's terms; who names them imports them singly, as docs/programs.md says")
                .containsExactlyInAnyOrder("Parameter", "Buffer");
    }

    @Test
    void thePageOnProgramsListsAllNamesThatMeanTwoThings() throws Exception {
        String page = Files.readString(Path.of("../docs/programs.md"));
        String paragraph = page.split("Some names mean two things", 2)[1]
                .split("\n\n", 2)[0]
                .split("is used:", 2)[1];
        String sentence = paragraph.substring(0, paragraph.indexOf('.', paragraph.indexOf("too")));
        assertThat(Pattern.compile("`([A-Z]\\w+)`").matcher(sentence).results().map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(ambiguous());
    }

    /** The names that {@code import module gradus.nn} and that of {@code java.base} bring more than once. */
    private static ImmutableSet<String> ambiguous() throws IOException {
        ImmutableSet<String> ours = brought("gradus.nn", ModuleFinder.of(paths()));
        MutableBag<String> names = ours.union(brought("java.base", ModuleFinder.ofSystem()))
                .collect(ModuleImportTest::simple, HashBag.newBag());
        assertThat(names.occurrencesOf("Tensor")).isEqualTo(1);
        assertThat(names.occurrencesOf("Function")).isEqualTo(1);
        return ours.collect(ModuleImportTest::simple).select(name -> names.occurrencesOf(name) > 1);
    }

    private static Path[] paths() {
        return Lists.immutable
                .with(Snippets.modules().split(File.pathSeparator))
                .collect(Path::of)
                .toArray(new Path[0]);
    }

    /** The public classes of the packages that a module exports, and those of the modules that it passes on. */
    private static ImmutableSet<String> brought(String module, ModuleFinder finder) throws IOException {
        ModuleReference found = finder.find(module).orElseThrow();
        MutableSet<String> all = exported(found).toSet();
        for (var required : found.descriptor().requires()) {
            if (required.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)) {
                all.addAllIterable(brought(required.name(), finder));
            }
        }
        return all.toImmutable();
    }

    private static ImmutableSet<String> exported(ModuleReference module) throws IOException {
        var packages = Sets.immutable
                .withAll(module.descriptor().exports())
                .reject(ModuleDescriptor.Exports::isQualified)
                .collect(ModuleDescriptor.Exports::source);
        try (ModuleReader reader = module.open()) {
            return Lists.immutable
                    .fromStream(reader.list())
                    .select(file -> file.endsWith(".class") && !file.contains("$"))
                    .select(file -> packages.contains(file.substring(0, Math.max(0, file.lastIndexOf('/')))
                            .replace('/', '.')))
                    .select(file -> isPublic(reader, file))
                    .collect(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .toImmutableSet();
        }
    }

    private static boolean isPublic(ModuleReader reader, String file) {
        try (var bytes = reader.open(file).orElseThrow()) {
            return ClassFile.of().parse(bytes.readAllBytes()).flags().has(AccessFlag.PUBLIC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }
}
