package gradus.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.lang.ArchRule;
import gradus.spark.planted.SparkUsesKernels;
import org.junit.jupiter.api.Test;

/** What training on Spark may use: it is no module, so no module descriptor says it. */
class SparkDependenciesTest {
    private static final ArchRule DEPENDENCIES = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "gradus.spark..",
                    "gradus.nn..",
                    "gradus.autodiff",
                    "java..",
                    "javax.crypto..",
                    "org.apache.spark..",
                    "org.apache.hadoop..",
                    "scala..",
                    "org.eclipse.collections..",
                    "org.jspecify..");

    @Test
    void sparkStandsOnNnAndTheCore() {
        var importer = new ClassFileImporter();
        DEPENDENCIES.check(
                importer.withImportOption(Predefined.DO_NOT_INCLUDE_TESTS).importPackages("gradus.spark"));
        assertThat(DEPENDENCIES
                        .evaluate(importer.importClasses(SparkUsesKernels.class))
                        .hasViolation())
                .isTrue();
    }
}
