package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import gradus.nn.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A native image holds the resources that the metadata names, and knows the parts of those classes
 * that it names.
 */
class NativeImageMetadataTest {
    private static final Path RESOURCES = Path.of("../nn/src/main/resources");
    private static final Path METADATA =
            RESOURCES.resolve("META-INF/native-image/gradus/gradus-nn/reachability-metadata.json");

    private static ImmutableList<String> named(String kind, String member) {
        JsonNode entries = new JsonMapper().readTree(METADATA.toFile()).get(kind);
        MutableList<String> named = Lists.mutable.empty();
        entries.forEach(entry -> named.add(entry.get(member).asString()));
        return named.toImmutable();
    }

    private static ImmutableList<String> resources() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return Lists.immutable
                    .fromStream(files.filter(Files::isRegularFile))
                    .collect(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
                    .reject(name -> name.startsWith("META-INF/"));
        }
    }

    @Test
    void everyResourceIsNamed() throws IOException {
        assertThat(named("resources", "glob"))
                .containsExactlyInAnyOrderElementsOf(resources())
                .isNotEmpty();
    }

    /** The parameters of a layer are found from its components or fields. */
    @Test
    void everyLayerIsNamed() {
        var layers = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("gradus.nn").stream()
                        .filter(type -> type.isAssignableTo(Layer.class))
                        .filter(type ->
                                !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList();
        assertThat(named("reflection", "type"))
                .containsExactlyInAnyOrderElementsOf(layers)
                .contains("gradus.nn.layer.Linear");
    }

    /** autodiff has no resources and reads no classes, so it needs no metadata. */
    @Test
    void autodiffHasNone() {
        assertThat(Path.of("../autodiff/src/main/resources")).doesNotExist();
    }
}
