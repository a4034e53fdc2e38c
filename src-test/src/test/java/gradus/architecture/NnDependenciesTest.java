package gradus.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static gradus.architecture.ProjectClasses.assertKeptAndCaught;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import gradus.nn.data.planted.DataUseHttp;
import gradus.nn.files.planted.FilesUseDatabind;
import gradus.nn.planted.NnUsesDesktop;
import gradus.nn.train.planted.TrainerUsesBar;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What nn needs to run, and what one class alone may use, so that it may be absent. */
class NnDependenciesTest {
    /** The classes that use what is optional at run time, with the beginning of its packages. */
    private static final Map<String, String> OPTIONAL =
            Map.of("gradus.nn.data.Download", "java.net.http", "gradus.nn.train.BarLine", "me.tongfei.progressbar");

    private static final ArchRule DEPENDENCIES = classes()
            .that(describe(
                    "belong to nn and use nothing optional",
                    c -> c.getPackageName().startsWith("gradus.nn") && !OPTIONAL.containsKey(outermost(c))))
            .should()
            .onlyDependOnClassesThat(describe(
                    "are of java.base, Eclipse Collections, JSpecify, Jackson's core or Gradus itself",
                    NnDependenciesTest::isAlwaysThere));

    @Test
    void nnNeedsLittleToRun() {
        assertKeptAndCaught(
                DEPENDENCIES, NnUsesDesktop.class, FilesUseDatabind.class, DataUseHttp.class, TrainerUsesBar.class);
    }

    @Test
    void eachOptionalThingHasItsClass() {
        OPTIONAL.forEach((name, packages) -> {
            var uses = ProjectClasses.GRADUS.stream()
                    .filter(c -> outermost(c).equals(name))
                    .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(type -> !isAlwaysThere(type));
            assertThat(uses)
                    .as(name)
                    .isNotEmpty()
                    .allMatch(type -> type.getPackageName().startsWith(packages));
        });
    }

    private static String outermost(JavaClass c) {
        return c.getEnclosingClass().map(NnDependenciesTest::outermost).orElse(c.getName());
    }

    private static boolean isAlwaysThere(JavaClass c) {
        var type = c.getBaseComponentType();
        var name = type.getPackageName();
        return type.isPrimitive()
                || Object.class.getModule().getPackages().contains(name)
                || name.startsWith("gradus.autodiff")
                || name.equals("gradus.nn")
                || name.startsWith("gradus.nn.")
                || name.startsWith("org.eclipse.collections.")
                || name.startsWith("org.jspecify.")
                || name.startsWith("tools.jackson.core");
    }
}
