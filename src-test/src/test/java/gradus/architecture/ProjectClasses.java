package gradus.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The classes that architecture rules look at, and those that break them on purpose. */
final class ProjectClasses {
    /** The project's own classes. */
    static final JavaClasses GRADUS = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("gradus");

    /** The same with the faults that are planted in packages and classes of such names. */
    private static final JavaClasses WITH_FAULTS = new ClassFileImporter()
            .withImportOption(location -> Predefined.DO_NOT_INCLUDE_TESTS.includes(location)
                    || location.contains("/planted/")
                    || location.contains("/Planted"))
            .importPackages("gradus");

    private ProjectClasses() {}

    /** The project keeps the rule, and each of the faults breaks it. */
    static void assertKeptAndCaught(ArchRule rule, Class<?>... faults) {
        rule.check(GRADUS);
        List<String> details = rule.evaluate(WITH_FAULTS).getFailureReport().getDetails();
        for (Class<?> fault : faults) {
            assertThat(details).as("%s is caught", fault).anyMatch(detail -> detail.contains("<" + fault.getName()));
        }
    }
}
