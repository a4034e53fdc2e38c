package gradus.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static gradus.architecture.ProjectClasses.assertKeptAndCaught;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import gradus.autodiff.PlantedRule;
import gradus.autodiff.check.planted.CheckUsesKernels;
import gradus.autodiff.graph.planted.GraphUsesCheck;
import gradus.autodiff.kernel.planted.KernelUsesTensors;
import gradus.autodiff.planted.CallsMathExp;
import gradus.autodiff.planted.CoreUsesCheck;
import gradus.autodiff.planted.CoreUsesGraph;
import gradus.autodiff.planted.CoreUsesNn;
import gradus.autodiff.planted.RefersToMathTanh;
import gradus.autodiff.planted.UsesHttp;
import gradus.nn.PlantedLayer;
import gradus.nn.data.planted.DataUsesLayers;
import gradus.nn.files.planted.FilesUseData;
import gradus.nn.input.planted.InputUsesTrainer;
import gradus.nn.layer.planted.LayerUsesLoss;
import gradus.nn.loss.planted.LossUsesOptimizer;
import gradus.nn.metrics.planted.MetricsUseTrainer;
import gradus.nn.optim.planted.OptimizerUsesKernels;
import gradus.nn.optim.planted.OptimizerUsesTrainer;
import gradus.nn.planted.NnUsesExamples;
import gradus.nn.planted.NnUsesPlots;
import gradus.nn.random.planted.RandomUsesFiles;
import gradus.nn.report.planted.ReportUsesTrainer;
import gradus.nn.train.planted.TrainerUsesReport;
import gradus.plots.planted.PlotsShowXChart;
import gradus.plots.planted.PlotsUseExamples;
import gradus.plots.planted.PlotsUseKernels;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The layering of the house. Every rule that could pass for want of anything to look at is shown a
 * planted fault.
 */
class ArchitectureTest {
    private static final Set<String> INEXACT = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1", "log",
            "log10", "log1p", "pow", "cbrt", "hypot");

    /** The checker and the pictures of graphs stand on the core; kernels are the core's alone. */
    private static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("examples")
            .definedBy("gradus.examples..")
            .layer("plots")
            .definedBy("gradus.plots..")
            .layer("nn")
            .definedBy("gradus.nn..")
            .layer("check")
            .definedBy("gradus.autodiff.check..")
            .layer("graph")
            .definedBy("gradus.autodiff.graph..")
            .layer("core")
            .definedBy(describe("tensors, operators and engine", ArchitectureTest::inCore))
            .layer("kernel")
            .definedBy("gradus.autodiff.kernel..")
            .whereLayer("examples")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("plots")
            .mayOnlyBeAccessedByLayers("examples")
            .whereLayer("nn")
            .mayOnlyBeAccessedByLayers("examples", "plots")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("examples", "nn")
            .whereLayer("graph")
            .mayOnlyBeAccessedByLayers("examples", "nn")
            .whereLayer("core")
            .mayOnlyBeAccessedByLayers("examples", "plots", "nn", "check", "graph")
            .whereLayer("kernel")
            .mayOnlyBeAccessedByLayers("core");

    /**
     * Within nn: layers and losses know the concepts only, and nothing of what is done with them;
     * training may know everything but reports.
     */
    private static final ArchRule ROOMS_OF_NN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("concepts")
            .definedBy("gradus.nn")
            .layer("layer")
            .definedBy("gradus.nn.layer..")
            .layer("loss")
            .definedBy("gradus.nn.loss..")
            .layer("optim")
            .definedBy("gradus.nn.optim..")
            .layer("random")
            .definedBy("gradus.nn.random..")
            .layer("files")
            .definedBy("gradus.nn.files..")
            .layer("data")
            .definedBy("gradus.nn.data..")
            .layer("input")
            .definedBy("gradus.nn.input..")
            .layer("metrics")
            .definedBy("gradus.nn.metrics..")
            .layer("train")
            .definedBy("gradus.nn.train..")
            .layer("report")
            .definedBy("gradus.nn.report..")
            .whereLayer("concepts")
            .mayNotAccessAnyLayer()
            .whereLayer("layer")
            .mayOnlyAccessLayers("concepts")
            .whereLayer("loss")
            .mayOnlyAccessLayers("concepts")
            .whereLayer("optim")
            .mayOnlyAccessLayers("concepts")
            .whereLayer("random")
            .mayNotAccessAnyLayer()
            .whereLayer("files")
            .mayOnlyAccessLayers("concepts")
            .whereLayer("data")
            .mayOnlyAccessLayers("concepts", "files", "random")
            .whereLayer("input")
            .mayOnlyAccessLayers("concepts", "files", "data")
            .whereLayer("metrics")
            .mayOnlyAccessLayers("concepts", "loss", "data")
            .whereLayer("train")
            .mayOnlyAccessLayers("concepts", "layer", "loss", "optim", "random", "files", "data", "metrics")
            .whereLayer("report")
            .mayOnlyAccessLayers("concepts", "metrics");

    /** Another library may draw the plots one day. */
    private static final ArchRule XCHART = noClasses()
            .that()
            .resideOutsideOfPackage("gradus.plots")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.knowm..");

    /** No user of the plots sees it either. */
    private static final ArchRule XCHART_INSIDE = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("gradus.plots..")
            .and(describe("are for users", ArchitectureTest::isForUsers))
            .should(notMention("org.knowm"));

    /** Operators and their rules are made of tensor operations; what runs them knows threads and engine. */
    private static final ArchRule ENGINE = noClasses()
            .that(describe("are of the core, but neither engine, tensor, sweep nor record", ArchitectureTest::isRun))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("gradus.autodiff.Engine");

    private static final ArchRule LOCKS = noClasses()
            .that()
            .areAssignableTo("gradus.autodiff.Op")
            .or()
            .areAssignableTo("gradus.autodiff.Operand")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..");

    private static final ArchRule AUTODIFF_DEPENDENCIES = classes()
            .that(describe("belong to autodiff", ArchitectureTest::inAutodiff))
            .should()
            .onlyDependOnClassesThat(describe(
                    "are of java.base, Eclipse Collections, JSpecify or autodiff itself",
                    ArchitectureTest::allowedInAutodiff));

    private static final ArchRule EXACT_BITS = noClasses()
            .that(describe("belong to autodiff", ArchitectureTest::inAutodiff))
            .should()
            .accessTargetWhere(inexactFunction())
            .because("the bits of Math.exp and its like differ between JDKs and processors; use our own formulas");

    @Test
    void allModulesAreLookedAt() {
        assertThat(ProjectClasses.GRADUS.stream().map(JavaClass::getPackageName))
                .contains(
                        "gradus.autodiff",
                        "gradus.autodiff.check",
                        "gradus.autodiff.graph",
                        "gradus.autodiff.kernel",
                        "gradus.autodiff.kernel.vector",
                        "gradus.nn",
                        "gradus.nn.layer",
                        "gradus.nn.loss",
                        "gradus.plots",
                        "gradus.examples");
    }

    @Test
    void layersDependOneWay() {
        assertKeptAndCaught(
                LAYERS,
                KernelUsesTensors.class,
                CheckUsesKernels.class,
                CoreUsesGraph.class,
                OptimizerUsesKernels.class,
                NnUsesExamples.class,
                NnUsesPlots.class,
                PlotsUseExamples.class,
                PlotsUseKernels.class,
                CoreUsesCheck.class,
                CoreUsesNn.class,
                GraphUsesCheck.class);
    }

    @Test
    void roomsOfNnDependOneWay() {
        assertKeptAndCaught(
                ROOMS_OF_NN,
                PlantedLayer.class,
                LayerUsesLoss.class,
                LossUsesOptimizer.class,
                OptimizerUsesTrainer.class,
                RandomUsesFiles.class,
                FilesUseData.class,
                DataUsesLayers.class,
                InputUsesTrainer.class,
                MetricsUseTrainer.class,
                TrainerUsesReport.class,
                ReportUsesTrainer.class);
    }

    @Test
    void plotsKeepXChartToThemselves() {
        assertKeptAndCaught(XCHART, PlotsShowXChart.class);
        assertKeptAndCaught(XCHART_INSIDE, PlotsShowXChart.class);
    }

    @Test
    void rulesAreMadeOfTensorOperations() {
        assertKeptAndCaught(ENGINE, PlantedRule.class);
        assertKeptAndCaught(LOCKS, PlantedRule.class);
    }

    @Test
    void autodiffDependsOnLittle() {
        assertKeptAndCaught(AUTODIFF_DEPENDENCIES, UsesHttp.class);
    }

    @Test
    void autodiffComputesExactBits() {
        assertKeptAndCaught(EXACT_BITS, CallsMathExp.class, RefersToMathTanh.class);
    }

    private static boolean isForUsers(JavaCodeUnit unit) {
        return unit.getOwner().getModifiers().contains(PUBLIC)
                && (unit.getModifiers().contains(PUBLIC) || unit.getModifiers().contains(PROTECTED));
    }

    private static ArchCondition<JavaCodeUnit> notMention(String library) {
        return new ArchCondition<>("not mention " + library) {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean mentions = unit.getRawReturnType().getName().startsWith(library)
                        || unit.getRawParameterTypes().stream()
                                .anyMatch(type -> type.getName().startsWith(library));
                events.add(new SimpleConditionEvent(unit, !mentions, unit.getDescription()));
            }
        };
    }

    private static boolean isRun(JavaClass c) {
        return c.getPackageName().equals("gradus.autodiff")
                && !Set.of("Engine", "Tensor", "Backward", "Recorded").contains(outermost(c));
    }

    private static String outermost(JavaClass c) {
        return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c.getSimpleName());
    }

    private static boolean inCore(JavaClass c) {
        return c.getPackageName().equals("gradus.autodiff")
                || c.getPackageName().equals("gradus.autodiff.planted");
    }

    private static boolean inAutodiff(JavaClass c) {
        return c.getPackageName().equals("gradus.autodiff")
                || c.getPackageName().startsWith("gradus.autodiff.");
    }

    private static boolean allowedInAutodiff(JavaClass c) {
        var type = c.getBaseComponentType();
        var name = type.getPackageName();
        return type.isPrimitive()
                || inAutodiff(type)
                || Object.class.getModule().getPackages().contains(name)
                || name.startsWith("org.eclipse.collections.")
                || name.startsWith("org.jspecify.")
                // KernelRoomsTest says who may
                || name.startsWith("jdk.incubator.vector");
    }

    private static DescribedPredicate<JavaAccess<?>> inexactFunction() {
        var owners = Set.of("java.lang.Math", "jdk.incubator.vector.VectorOperators");
        return describe("the target is an inexact function", access -> {
            var target = access.getTarget();
            return owners.contains(target.getOwner().getName())
                    && INEXACT.contains(target.getName().toLowerCase(Locale.ROOT));
        });
    }
}
