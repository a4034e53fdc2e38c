package gradus.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static gradus.architecture.ProjectClasses.assertKeptAndCaught;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import gradus.autodiff.kernel.PlantedContract;
import gradus.autodiff.kernel.PlantedSettings;
import gradus.autodiff.kernel.math.planted.UsesThreads;
import gradus.autodiff.kernel.product.planted.ScalarLoopUsesIncubator;
import gradus.autodiff.kernel.product.planted.UsesPlainLoops;
import gradus.autodiff.kernel.scalar.planted.UsesChoice;
import gradus.autodiff.kernel.scalar.planted.UsesVectors;
import gradus.autodiff.kernel.threads.planted.UsesContracts;
import gradus.autodiff.kernel.vector.planted.UsesProduct;
import gradus.autodiff.planted.UsesFormulas;
import gradus.autodiff.planted.UsesIncubator;
import org.junit.jupiter.api.Test;

/** The rooms of the kernels. Each rule is shown planted faults. */
class KernelRoomsTest {
    private static final String KERNEL = "gradus.autodiff.kernel";

    private static final ArchRule ROOMS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("settings")
            .definedBy(describe("the settings", c -> hall(c).contains("Settings")))
            .layer("contracts")
            .definedBy(describe("contracts", c -> !hall(c).isEmpty() && !isMade(c) && !hall(c).contains("Settings")))
            .layer("math")
            .definedBy(KERNEL + ".math..")
            .layer("threads")
            .definedBy(KERNEL + ".threads..")
            .layer("scalar")
            .definedBy(KERNEL + ".scalar..")
            .layer("vector")
            .definedBy(KERNEL + ".vector..")
            .layer("product")
            .definedBy(KERNEL + ".product..")
            .layer("made of the rooms")
            .definedBy(describe("kernels and their choice", KernelRoomsTest::isMade))
            .whereLayer("settings")
            .mayNotAccessAnyLayer()
            .whereLayer("contracts")
            .mayNotAccessAnyLayer()
            .whereLayer("math")
            .mayNotAccessAnyLayer()
            .whereLayer("threads")
            .mayOnlyAccessLayers("settings")
            .whereLayer("scalar")
            .mayOnlyAccessLayers("contracts", "math", "threads")
            .whereLayer("vector")
            .mayOnlyAccessLayers("settings", "contracts", "math", "threads", "scalar")
            .whereLayer("product")
            .mayOnlyAccessLayers("contracts", "threads", "vector")
            .whereLayer("made of the rooms")
            .mayOnlyAccessLayers("settings", "contracts", "scalar", "vector", "product");

    private static final ArchRule OPERATORS = noClasses()
            .that(describe(
                    "are autodiff without the kernels",
                    c -> c.getPackageName().startsWith("gradus.autodiff")
                            && !c.getPackageName().startsWith(KERNEL)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KERNEL + ".math..", KERNEL + ".scalar..", KERNEL + ".vector..", KERNEL + ".product..");

    private static final ArchRule INCUBATOR = noClasses()
            .that()
            .resideOutsideOfPackages(KERNEL + ".vector..", KERNEL + ".product..")
            .or()
            .haveSimpleNameStartingWith("Scalar")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator..");

    @Test
    void roomsOfKernelsDependOneWay() {
        assertKeptAndCaught(
                ROOMS,
                PlantedSettings.class,
                PlantedContract.class,
                UsesThreads.class,
                UsesContracts.class,
                UsesVectors.class,
                UsesChoice.class,
                UsesProduct.class,
                UsesPlainLoops.class);
    }

    @Test
    void operatorsUseContractsAndThreadsAlone() {
        assertKeptAndCaught(OPERATORS, UsesFormulas.class);
    }

    @Test
    void onlyLoopsOnVectorsUseTheIncubator() {
        assertKeptAndCaught(INCUBATOR, UsesIncubator.class, ScalarLoopUsesIncubator.class);
    }

    /** The name of a class that belongs to no room, with those around it; otherwise nothing. */
    private static String hall(JavaClass c) {
        return c.getPackageName().equals(KERNEL) ? c.getName().substring(KERNEL.length()) : "";
    }

    private static boolean isMade(JavaClass c) {
        String name = hall(c);
        return name.startsWith(".KernelChoice") || name.contains("KernelsF");
    }
}
